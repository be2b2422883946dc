import type { Clock, Log, SessionHosts } from '@coppice/engine'

const DAY_MS = 86_400_000

/** R4: once a day, starting now, removes output of agents that is older than the limit. @returns a function that stops this. */
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
      if (sessions > 0) log.info({ sessions, days }, 'old output was removed')
    } catch (error) {
      log.error({ err: error }, 'old output could not be searched for')
    }
  }
  void tidy()
  return () => takeBack()
}
