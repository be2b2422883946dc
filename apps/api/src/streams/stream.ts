/**
 * Turns a generator into an async iterator whose `return()` takes effect at once. With a plain generator, `return()` waits for the pending
 * value. The subscription of a disconnected client would then stay open until the next event.
 */
export function streamOf<Value>(
  signal: AbortSignal,
  produce: (disconnected: AbortSignal) => AsyncGenerator<Value, void, undefined>,
): AsyncIterableIterator<Value, void, undefined> {
  const stop = new AbortController()
  const values = produce(AbortSignal.any([signal, stop.signal]))
  return {
    next: () => values.next(),
    return() {
      stop.abort()
      return values.return()
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}
