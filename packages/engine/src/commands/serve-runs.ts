import type { CommandDeps } from './command-deps.ts'

/** R1: every run that was active goes on by itself; or only those that are being cancelled, of which nothing starts. */
export async function recoverRuns(deps: CommandDeps, which: 'all' | 'cancelled' = 'all'): Promise<void> {
  for (const run of await deps.store.activeRuns())
    if (which === 'all' || run.status === 'CANCELLING') await deps.launch(run.id)
}

/** R5: takes no new work; resolves when all is stored. */
export async function stopRuns(deps: CommandDeps, how: 'interrupt' | 'handover'): Promise<void> {
  await Promise.all([...deps.executors.values()].map((executor) => executor.stop(how)))
  await deps.harness.close()
}
