import type { Clock, Log, SessionHosts } from '@coppice/engine'

const DAY_MS = 86_400_000

/**
 * Removes the output of agents that is older than the limit, at the start and then once a day (R4: disk use is bounded).
 * @param days the limit in days; null keeps all output
 * @returns a function that stops this
 */
export function retainOutput(
  hosts: Pick<SessionHosts, 'removeOldOutput'>,
  days: number | null,
  { clock, log }: { clock: Clock; log: Log },
): () => void {
  if (days === null) return () => {}
  let takeBack = () => {}
  const tidy = async (): Promise<void> => {
    takeBack = clock.after(DAY_MS, tidy)
    try {
      const sessions = await hosts.removeOldOutput(clock.now() - days * DAY_MS)
      if (sessions > 0) log.info({ sessions, days }, 'removed the output of old sessions')
    } catch (error) {
      log.error({ err: error }, 'the output of old sessions could not be removed')
    }
  }
  void tidy()
  return () => takeBack()
}
