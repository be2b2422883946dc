/**
 * One loop waits on a latch. If the latch is raised while nobody waits, the next wait ends at once. So a notification that arrives while a
 * page is read is not lost.
 */
export interface Latch {
  raise(): void
  /** Resolves when the latch was raised since the last wait, or when the signal has aborted. */
  wait(): Promise<void>
}

export function createLatch(signal: AbortSignal): Latch {
  let raised = false
  let wake: (() => void) | null = null

  function raise(): void {
    raised = true
    wake?.()
  }
  signal.addEventListener('abort', raise, { once: true })

  return {
    raise,
    async wait() {
      if (!raised && !signal.aborted) await new Promise<void>((resolve) => (wake = resolve))
      wake = null
      raised = false
    },
  }
}
