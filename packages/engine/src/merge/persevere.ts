import type { Clock } from '../ports/clock.ts'
import { type BackoffPolicy, backoffMs } from '../scheduler/backoff.ts'

export interface Patience {
  clock: Clock
  backoff: BackoffPolicy
}

/** The tries and the waits between them take half a minute at most. */
const MOST_TRIES = 6

/**
 * I5: repeats work that failed by Coppice's own fault (a lock of another git, a full disk) after a growing wait, so that nobody pays
 * twice for an agent's finished work. `signal` ends the waiting.
 * @returns the last outcome
 */
export async function persevere<T>(
  { clock, backoff }: Patience,
  signal: AbortSignal,
  work: () => Promise<T>,
  hasFailed: (outcome: T) => boolean,
): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    const outcome = await work()
    if (!hasFailed(outcome) || tries === MOST_TRIES || signal.aborted) return outcome
    await wait(clock, backoffMs(tries, clock.random(), backoff), signal)
  }
}

function wait(clock: Clock, delayMs: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const stop = clock.after(delayMs, resolve)
  const end = () => resolve()
  signal.addEventListener('abort', end)
  return promise.finally(() => {
    stop()
    signal.removeEventListener('abort', end)
  })
}
