/**
 * An async iterator over what `produce` yields. Its `return()` takes effect immediately. A plain generator would queue it behind the
 * pending value, so a subscriber that has gone would be held until the next event.
 */
export function streamOf<Value>(
  signal: AbortSignal,
  produce: (gone: AbortSignal) => AsyncGenerator<Value, void, undefined>,
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
