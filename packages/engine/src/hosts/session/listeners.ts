/** Functions that are registered for a key, and called by `notify`. */
export interface Listeners {
  /** @returns a function that removes the listener */
  add(key: string, call: () => void): () => void
  notify(key: string): void
  /** @returns whether a listener of the key is registered */
  has(key: string): boolean
}

export function createListeners(): Listeners {
  const calls = new Map<string, Set<() => void>>()
  return {
    add(key, call) {
      // Each call of `add` has a function of its own. So a function that is added twice is called twice, and each removal removes only one
      // of them.
      const entry = () => call()
      const ofKey = calls.get(key) ?? new Set()
      calls.set(key, ofKey.add(entry))
      return () => {
        if (ofKey.delete(entry) && ofKey.size === 0 && calls.get(key) === ofKey) calls.delete(key)
      }
    },
    notify(key) {
      for (const call of [...(calls.get(key) ?? [])]) call()
    },
    has: (key) => calls.has(key),
  }
}
