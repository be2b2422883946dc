/**
 * Lets calls that wait for the same thing share it: what a call gets began after the call. While one look at the checkout is in progress, all
 * further callers wait for the one look that begins after it.
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
