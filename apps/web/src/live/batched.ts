/** Collects items and passes them to `flush` after `waitMs`. So thousands of items in quick succession cause only a few renders. */
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
    /** Drops the collected items. */
    drop() {
      if (timer !== null) clearTimeout(timer)
      timer = null
      items = []
    },
  }
}
