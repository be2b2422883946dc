/** Functions that are called for a key. */
export interface Listeners {
  /** @returns a function that removes the listener */
  add(key: string, call: () => void): () => void
  tell(key: string): void
}

export function createListeners(): Listeners {
  const calls = new Map<string, Set<() => void>>()
  return {
    add(key, call) {
      // A function that is added twice is called twice, and removed one at a time.
      const entry = () => call()
      const ofKey = calls.get(key) ?? new Set()
      calls.set(key, ofKey.add(entry))
      return () => {
        if (ofKey.delete(entry) && ofKey.size === 0 && calls.get(key) === ofKey) calls.delete(key)
      }
    },
    tell(key) {
      for (const call of [...(calls.get(key) ?? [])]) call()
    },
  }
}
