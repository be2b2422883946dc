import type { Clock } from '../ports/clock.ts'
import { type BackoffPolicy, backoffMs } from '../scheduler/backoff.ts'

export interface Patience {
  clock: Clock
  backoff: BackoffPolicy
}

/** A step is tried at most this number of times. All waits between the tries together take about half a minute at most. */
const MOST_TRIES = 6

/**
 * Repeats a step that failed because of Coppice or the machine, such as a lock of another git or a full disk (I5: this uses up no attempt).
 * The waits between the tries grow.
 * @param signal if it is aborted during a wait, the wait ends and one last try follows. If it is aborted during a try, that try is the last
 * @param hasFailed returns whether an outcome is such a failure
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
