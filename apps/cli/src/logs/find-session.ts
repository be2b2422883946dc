import type { ApiClient } from '../client/api-client.ts'
import { findRunOrLast, type RunWish } from '../client/find-run.ts'
import { type FoundSession, type FoundTask, tasksOf } from '../client/find-task.ts'
import { CommandError } from '../command-error.ts'
import { EXIT } from '../exit-codes.ts'

export interface SessionWish extends RunWish {
  attempt?: number
}

/** A task by its key: its last session, or that of the attempt. Else a session by its number or id. */
export async function findSession(api: ApiClient, named: string, wish: SessionWish): Promise<FoundSession> {
  const run = await findRunOrLast(api, wish)
  let bySession: FoundSession | undefined
  for await (const task of tasksOf(api, run)) {
    if (task.key === named) return sessionOf(task, wish.attempt)
    bySession ??= task.sessions.find(({ id, number }) => id === named || String(number) === named)
  }
  if (bySession) return bySession
  throw new CommandError(EXIT.usage, `Run ${run.number} of ${run.project} has no task and no session ${named}.`)
}

function sessionOf({ key, status, sessions }: FoundTask, attempt: number | undefined): FoundSession {
  const last = sessions.findLast((session) => attempt === undefined || session.attempt === attempt)
  if (last) return last
  if (attempt === undefined) throw new CommandError(EXIT.failed, `${key} has not started yet (${status}).`)
  const there = [...new Set(sessions.map((session) => session.attempt))].join(', ') || 'none'
  throw new CommandError(EXIT.usage, `${key} has no attempt ${attempt}. There is: ${there}.`)
}
