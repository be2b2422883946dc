/**
 * Shares one look at the checkout among several callers. Each caller gets the result of a look that began after its call. So while a look is
 * in progress, all further callers wait for the next look.
 */
export function sharing<T>(look: () => Promise<T>): () => Promise<T> {
  let current: Promise<T> | null = null
  let next: Promise<T> | null = null
  const begin = (): Promise<T> => {
    const begun = look().finally(() => {
      if (current === begun) current = null
    })
    current = begun
    return begun
  }
  return () => {
    if (current === null) return begin()
    next ??= current
      .catch(() => {})
      .then(() => {
        next = null
        return begin()
      })
    return next
  }
}
