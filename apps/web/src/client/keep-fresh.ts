import { type Connection, type Pause, waitBefore } from '../live/follow.ts'

export interface KeepFresh<Data> {
  /** Fetches the data from the server. @throws when the server cannot be reached */
  load(signal: AbortSignal): Promise<Data>
  onData(data: Data): void
  onConnection(connection: Connection): void
  /** The ms between two reads while the server responds. */
  everyMs: number
  pause: Pause
  now(): number
  signal: AbortSignal
}

/**
 * Reads data repeatedly until `signal` aborts, for data without a subscription. While the server is unreachable, it waits longer after each
 * failure and reports the lost connection.
 */
export async function keepFresh<Data>(options: KeepFresh<Data>): Promise<void> {
  const { load, onData, onConnection, everyMs, pause, now, signal } = options
  let failures = 0
  let readAt = now()
  while (!signal.aborted) {
    const data = await load(signal).then(
      (value) => ({ value }),
      () => null,
    )
    if (signal.aborted) return
    if (data !== null) {
      failures = 0
      readAt = now()
      onData(data.value)
      onConnection({ state: 'live' })
      await pause.wait(everyMs, signal)
    } else {
      failures += 1
      const waitMs = waitBefore(failures)
      onConnection({ state: 'lost', since: readAt, nextTryAt: now() + waitMs })
      await pause.wait(waitMs, signal)
    }
  }
}
