/** Wraps `call`. While a call is in progress, another call of the wrapper starts nothing. It returns the result of the call in progress. */
export function joined<T>(call: () => Promise<T>): () => Promise<T> {
  let inProgress: Promise<T> | null = null
  return () => {
    inProgress ??= call().finally(() => {
      inProgress = null
    })
    return inProgress
  }
}
