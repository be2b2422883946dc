/** Wraps `call`. A call of the wrapper while another one is in progress starts nothing and returns the same result. */
export function joined<T>(call: () => Promise<T>): () => Promise<T> {
  let inProgress: Promise<T> | null = null
  return () => {
    inProgress ??= call().finally(() => {
      inProgress = null
    })
    return inProgress
  }
}
