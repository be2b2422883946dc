/** Collects items that arrive quickly, so that a replay of thousands of items renders only a few times. */
export function batched<T>(flush: (items: readonly T[]) => void, waitMs = 40) {
  let items: T[] = []
  let timer: ReturnType<typeof setTimeout> | null = null
  const run = () => {
    if (timer !== null) clearTimeout(timer)
    timer = null
    const ready = items
    items = []
    if (ready.length > 0) flush(ready)
  }
  return {
    add(item: T) {
      items.push(item)
      timer ??= setTimeout(run, waitMs)
    },
    flush: run,
    /** Drops items that were not flushed. */
    drop() {
      if (timer !== null) clearTimeout(timer)
      timer = null
      items = []
    },
  }
}
