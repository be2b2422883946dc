/** Returns the answer, or rejects when it takes too long. On a broken connection a request may stay open for minutes. */
export function within<T>(answer: Promise<T>, ms: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`No response within ${ms} ms.`)), ms)
    answer.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
