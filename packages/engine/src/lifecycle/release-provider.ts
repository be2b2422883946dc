import { isInForce, type ProviderHold } from '../domain/provider.ts'
import type { RunRecord, RunTaskRecord } from '../domain/records.ts'
import { type Change, type Command, command, commandOfOther, type LifecycleDeps } from './change.ts'
import { requireActive } from './run-control.ts'
import { statusChanged } from './task-lifecycle.ts'

export interface Release {
  /** The provider whose hold ends. With null, every hold that the run knows ends. */
  provider: string | null
  /** Who ends the hold. It is null when it is not known. */
  author: string | null
}

export interface Released {
  run: RunRecord
  /** The providers whose holds ended. It is empty when none of them was on hold. */
  providers: readonly string[]
}

/**
 * Ends holds of providers before their time (S5). A hold applies to all runs, so the tasks of every active run that wait for it may start.
 * Each such run gets the event ProviderReleased, and so does the run `runId`.
 *
 * @returns null when the run is not active
 */
export function releaseProviders(
  deps: LifecycleDeps,
  runId: string,
  { provider, author }: Release,
): Promise<Released | null> {
  return command(deps, runId, async (it) => {
    const run = await requireActive(it, runId)
    const holds = await holdsToEnd(it, runId, provider)
    for (const hold of holds) await release(it, runId, hold.provider, author)
    return { run, providers: holds.map((hold) => hold.provider) }
  })
}

async function holdsToEnd({ tx, at }: Change, runId: string, provider: string | null): Promise<ProviderHold[]> {
  const holds = (await tx.providerHolds()).filter((hold) => isInForce(hold, at))
  if (provider !== null) return holds.filter((hold) => hold.provider === provider)
  const told: ProviderHold[] = []
  for (const hold of holds) if ((await tx.heldTimes(runId, hold.provider)).includes(hold.until)) told.push(hold)
  return told
}

async function release(it: Command, runId: string, provider: string, author: string | null): Promise<void> {
  await it.tx.deleteProviderHold(provider)
  await freeTasks(it, runId, provider, author, await it.tx.heldTimes(runId, provider))
  for (const other of await it.tx.activeRuns()) {
    const times = isGoing(other) && other.id !== runId ? await it.tx.heldTimes(other.id, provider) : []
    if (times.length > 0)
      await commandOfOther(it, other.id, (same) => freeTasks(same, other.id, provider, author, times))
  }
}

const isGoing = ({ status, deliveryTarget }: RunRecord): boolean =>
  (status === 'RUNNING' || status === 'PAUSED') && deliveryTarget === null

/** @param times when holds of the provider would have ended, as the run was told. The tasks that wait until then may start. */
async function freeTasks(
  it: Command,
  runId: string,
  provider: string,
  author: string | null,
  times: readonly number[],
): Promise<void> {
  it.emit({ type: 'ProviderReleased', data: { provider, author } })
  for (const task of await it.tx.runTasks(runId))
    if (task.scheduledFor !== null && times.includes(task.scheduledFor)) await freeTask(it, task, provider)
}

/** If the task waits for a second provider until the same time, the owner of the run makes it wait again. */
async function freeTask(it: Command, task: RunTaskRecord, provider: string): Promise<void> {
  const reason = `the hold of ${provider} was ended`
  const phase = task.status === 'PENDING' ? 'QUEUE' : task.phase
  const patch = { scheduledFor: null, statusReason: reason, lastCommand: it.command }
  const queued = task.status === 'PENDING' ? { phase, phaseStartedAt: it.at } : {}
  it.require(await it.tx.updateRunTask(task.id, [task.status], { ...patch, ...queued }))
  it.emit(statusChanged(task, task.status, reason, null, task.status === 'PENDING' ? phase : null))
}
