/**
 * An async iterator over what `produce` yields whose `return()` takes effect at once. A bare generator would queue it behind the
 * value that it waits for: a subscriber that has gone would be held until the next event.
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
