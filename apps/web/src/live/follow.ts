/** A numbered stream that can be opened after any number, such as `progress(after:)` and `sessionOutput(after:)` (R2). */
export interface Source<T extends { sequence: number }> {
  /** Opens the stream. @returns `completed` when the server has ended it, otherwise `lost`. `next` is not called after `signal` aborts. */
  open(after: number, next: (item: T) => void, signal: AbortSignal): Promise<'completed' | 'lost'>
  /** @returns the newest number on the server. @throws when the server is unreachable. */
  newest(signal: AbortSignal): Promise<number>
}

export type Connection =
  | { state: 'live' }
  | { state: 'lost'; since: number; nextTryAt: number }
  | { state: 'catching-up'; missed: number }
  | { state: 'ended' }

/** A wait that the user can end early. */
export interface Pause {
  wait(ms: number, signal: AbortSignal): Promise<void>
}

export interface Follow<T extends { sequence: number }> {
  source: Source<T>
  after: number
  onItem(item: T): void
  onConnection(connection: Connection): void
  /** Called after each reconnection, when the last missed item has arrived. */
  onCaughtUp?(missed: number, tookMs: number): void
  /** Whether the run or the session has ended, as far as the page knows. If the stream completes before that, it is opened again. */
  isEnded(): boolean
  pause: Pause
  now(): number
  signal: AbortSignal
}

const FIRST_WAIT_MS = 1000
const LONGEST_WAIT_MS = 15_000

export const waitBefore = (failures: number): number =>
  Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.max(0, failures - 1))

/**
 * Follows a stream across lost connections until its end. After each reconnection, it opens the stream after the last number that arrived. The
 * reconnection of graphql-ws is not used, because it sends the `after` of its first request again.
 */
export async function follow<T extends { sequence: number }>(options: Follow<T>): Promise<void> {
  const { source, pause, now, signal } = options
  let after = options.after
  let failures = 0
  let lostSince: number | null = null
  let completed = false

  const openFrom = (target: number): Promise<'completed' | 'lost'> => {
    const from = now()
    const missed = target - after
    let behind = missed > 0
    if (!behind && lostSince !== null) options.onCaughtUp?.(0, 0)
    options.onConnection(behind ? { state: 'catching-up', missed } : { state: 'live' })
    return source.open(
      after,
      (item) => {
        after = item.sequence
        failures = 0
        options.onItem(item)
        if (!behind || after < target) return
        behind = false
        options.onConnection({ state: 'live' })
        options.onCaughtUp?.(missed, now() - from)
      },
      signal,
    )
  }

  while (!signal.aborted) {
    const target = lostSince === null ? after : await source.newest(signal).catch(() => null)
    if (target !== null) {
      const how = await openFrom(target)
      if (signal.aborted) return
      completed = how === 'completed'
      if (completed && options.isEnded()) return options.onConnection({ state: 'ended' })
      lostSince = now()
    }
    failures += 1
    const waitMs = waitBefore(failures)
    options.onConnection({ state: 'lost', since: lostSince ?? now(), nextTryAt: now() + waitMs })
    await pause.wait(waitMs, signal)
    // The event of the end can arrive on another stream, after this one has completed. Then the server does not need to be asked.
    if (completed && options.isEnded()) return options.onConnection({ state: 'ended' })
  }
}
