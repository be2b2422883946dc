import type { StoreReads } from '../ports/store.ts'

/** What the record says now, for errors and logs: the status, since when, and why. */

export async function runNow(reads: Pick<StoreReads, 'run'>, id: string): Promise<string> {
  const run = await reads.run(id)
  return run ? said(`run ${run.number}`, run.status, run.finishedAt, run.statusReason) : 'the run is not in the record'
}

export async function taskNow(reads: Pick<StoreReads, 'runTask'>, id: string): Promise<string> {
  const task = await reads.runTask(id)
  return task
    ? said(`task ${task.key}`, task.status, task.finishedAt, task.statusReason)
    : 'the task is not in the record'
}

export async function sessionNow(reads: Pick<StoreReads, 'session'>, id: string): Promise<string> {
  const session = await reads.session(id)
  return session
    ? said(`session ${session.number}`, session.status, session.endedAt, session.error)
    : 'the session is not in the record'
}

function said(name: string, status: string, endedAt: number | null, reason: string | null): string {
  const since = endedAt === null ? '' : ` since ${new Date(endedAt).toISOString()}`
  return `${name} is ${status}${since}${reason === null ? '' : ` (${reason})`}`
}
