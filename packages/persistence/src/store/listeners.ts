/** Listeners by name. Each listener is called in a microtask of its own, so that its error does not make the commit fail. */
export interface Listeners {
  readonly names: Iterable<string>
  /** Adds a listener. @returns a function that removes it */
  on(name: string, call: () => void): () => void
  /** Calls all listeners of this name. */
  tell(name: string): void
}

export function createListeners(): Listeners {
  const calls = new Map<string, Set<() => void>>()
  return {
    get names() {
      return calls.keys()
    },
    on(name, call) {
      const these = calls.get(name) ?? new Set()
      calls.set(name, these.add(call))
      return () => {
        these.delete(call)
        if (these.size === 0 && calls.get(name) === these) calls.delete(name)
      }
    },
    tell(name) {
      for (const call of calls.get(name) ?? []) queueMicrotask(call)
    },
  }
}
