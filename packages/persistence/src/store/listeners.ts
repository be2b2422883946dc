/** Listeners by name. Each call is a microtask of its own, so that a listener that throws does not make the commit fail. */
export interface Listeners {
  readonly names: Iterable<string>
  /** @returns how to stop */
  on(name: string, call: () => void): () => void
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
