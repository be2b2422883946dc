/** Remembers that it rang until someone waits. So a hint that arrives while a page is being read is not lost. */
export interface Bell {
  ring(): void
  /** Resolves when it has rung since the last wait, or when it is aborted. */
  heard(): Promise<void>
}

export function createBell(signal: AbortSignal): Bell {
  let rung = false
  let wake: (() => void) | null = null

  function ring(): void {
    rung = true
    wake?.()
  }
  signal.addEventListener('abort', ring, { once: true })

  return {
    ring,
    async heard() {
      if (!rung && !signal.aborted) await new Promise<void>((resolve) => (wake = resolve))
      wake = null
      rung = false
    },
  }
}
