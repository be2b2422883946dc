import type { StoreReads } from '../ports/store.ts'

/** Describes a run for errors and logs, for example `run 1 is FAILED since 2026-01-01T10:00:00.000Z (halted)`. */
export async function runNow(reads: Pick<StoreReads, 'run'>, id: string): Promise<string> {
  const run = await reads.run(id)
  return run
    ? describe(`run ${run.number}`, run.status, run.finishedAt, run.statusReason)
    : 'the run is not in the database'
}

export async function taskNow(reads: Pick<StoreReads, 'runTask'>, id: string): Promise<string> {
  const task = await reads.runTask(id)
  return task
    ? describe(`task ${task.key}`, task.status, task.finishedAt, task.statusReason)
    : 'the task is not in the database'
}

export async function sessionNow(reads: Pick<StoreReads, 'session'>, id: string): Promise<string> {
  const session = await reads.session(id)
  return session
    ? describe(`session ${session.number}`, session.status, session.endedAt, session.error)
    : 'the session is not in the database'
}

function describe(name: string, status: string, endedAt: number | null, reason: string | null): string {
  const since = endedAt === null ? '' : ` since ${new Date(endedAt).toISOString()}`
  return `${name} is ${status}${since}${reason === null ? '' : ` (${reason})`}`
}
