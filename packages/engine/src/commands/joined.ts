/** Wraps `call`. While a call for a name is in progress, another call for this name starts nothing. It returns the result of the call in progress. */
export function joined<T>(call: (name: string | null) => Promise<T>): (name: string | null) => Promise<T> {
  const inProgress = new Map<string | null, Promise<T>>()
  return (name) => {
    const running = inProgress.get(name)
    if (running) return running
    const started = call(name).finally(() => inProgress.delete(name))
    inProgress.set(name, started)
    return started
  }
}
