/** Who wants to hear about a key. */
export interface Listeners {
  /** Answers how to stop. */
  add(key: string, call: () => void): () => void
  tell(key: string): void
}

export function createListeners(): Listeners {
  const calls = new Map<string, Set<() => void>>()
  return {
    add(key, call) {
      // Wrapped, so that the same function added twice is called twice and taken back one by one.
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
