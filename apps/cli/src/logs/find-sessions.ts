import type { ApiClient } from '../client/api-client.ts'
import type { FoundRun } from '../client/find-run.ts'
import { tasksOf } from '../client/find-task.ts'
import { CommandError } from '../command-error.ts'
import { EXIT } from '../exit-codes.ts'

/** All sessions of a run, those of one task, or one session. */
export interface FoundSessions {
  runTaskId?: string
  sessionId?: string
}

/**
 * Finds the sessions that a person names.
 * @param named the key of a task, or the number or the id of a session; undefined for the whole run
 * @throws CommandError when nothing matches
 */
export async function findSessions(
  api: ApiClient,
  run: FoundRun,
  named: string | undefined,
  attempt: number | undefined,
): Promise<FoundSessions> {
  if (named === undefined) {
    if (attempt === undefined) return {}
    throw new CommandError(EXIT.usage, 'Name the task of the attempt: coppice logs TASK --attempt N')
  }
  let bySession: FoundSessions | undefined
  for await (const { id: runTaskId, key, sessions } of tasksOf(api, run)) {
    const session = sessions.find((one) => one.id === named || String(one.number) === named)
    if (session) bySession ??= { sessionId: session.id }
    if (key !== named) continue
    if (attempt === undefined) return { runTaskId }
    const wished = sessions.findLast((one) => one.attempt === attempt)
    if (wished) return { sessionId: wished.id }
    const there = [...new Set(sessions.map((one) => one.attempt))].join(', ') || 'none'
    throw new CommandError(EXIT.usage, `${key} has no attempt ${attempt}. Its attempts: ${there}.`)
  }
  if (bySession) return bySession
  throw new CommandError(
    EXIT.usage,
    `Run ${run.number} of ${run.project} has no task or session ${named}. To look in another run: --run NUMBER`,
  )
}
