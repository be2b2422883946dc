/** Rejects when a promise takes longer than `ms`. Without this, a request on a broken connection may stay open for minutes. */
export function within<T>(result: Promise<T>, ms: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`No response within ${ms} ms.`)), ms)
    result.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
