import type { CommandDeps } from './command-deps.ts'
import { recoverDeliveries } from './deliver-run.ts'

/**
 * R1: continues every active run and every delivery that a person asked for. With `cancelled`, only runs that are being cancelled
 * continue, and nothing starts.
 */
export async function recoverRuns(deps: CommandDeps, which: 'all' | 'cancelled' = 'all'): Promise<void> {
  for (const run of await deps.store.activeRuns())
    if (which === 'all' || run.status === 'CANCELLING') await deps.launch(run.id)
  await recoverDeliveries(deps)
}

/** R5: takes no new work. Resolves when everything is stored. */
export async function stopRuns(deps: CommandDeps, how: 'interrupt' | 'handover'): Promise<void> {
  await Promise.all([deps.deliveries.stop(), ...[...deps.executors.values()].map((executor) => executor.stop(how))])
  await deps.hosts.close()
}
