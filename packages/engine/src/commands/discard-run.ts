import type { RunRecord } from '../domain/records.ts'
import { NotFound, RunActive } from '../domain/refusals.ts'
import { isRunEnded } from '../domain/statuses.ts'
import type { CommandDeps } from './command-deps.ts'

/** Leaves the undelivered work of a run out of later runs (P5). The tasks of that work are not done. Delivered work stays delivered. */
export async function discardRun(deps: CommandDeps, runId: string): Promise<RunRecord> {
  const run = await deps.store.run(runId)
  if (!run) throw new NotFound('There is no run with this id.')
  if (!isRunEnded(run.status))
    throw new RunActive(run.id, `Run ${run.number} is active. Wait until it has ended, or cancel it.`)
  if (run.deliveryRequestedAt !== null) throw delivering(run)
  const discardedAt = run.discardedAt ?? deps.clock.now()
  await deps.store.transaction(async (tx) => {
    const active = await tx.activeRun(run.projectId)
    if (active?.carriedRunIds.includes(run.id))
      throw new RunActive(
        active.id,
        `Run ${active.number} is active and builds on the work of run ${run.number}. Wait until run ${active.number} has ended, or cancel it.`,
      )
    await tx.updateRun(run.id, [run.status], { discardedAt })
    if ((await tx.run(run.id))?.deliveryRequestedAt !== null) throw delivering(run)
  })
  return { ...run, discardedAt }
}

const delivering = ({ id, number }: RunRecord) =>
  new RunActive(id, `A delivery of run ${number} is in progress. Wait until the delivery has ended.`)
