import { setTimeout as sleep } from 'node:timers/promises'
import { taskSession } from '@coppice/run-model'
import type { ApiClient } from '../client/api-client.ts'
import { type FoundRun, findRunOrLast, type RunWish } from '../client/find-run.ts'
import { type FoundSession, type FoundTask, tasksOf } from '../client/find-task.ts'
import { type Following, type ServerLink, untilAnswered } from '../client/server-link.ts'
import { CommandError } from '../command-error.ts'
import { EXIT } from '../exit-codes.ts'

const POLL_MS = 500
/** The statuses of an ended task. An ended task without a session gets one only if a person retries the task. */
const ENDED = ['COMPLETED', 'FAILED', 'CONFLICT', 'SKIPPED', 'CANCELLED']

/** The result for a task that has no session: the status of the task and the reason of this status. */
interface NotBegun {
  notBegun: string
  reason: string | null
}

export interface SessionWish extends RunWish {
  attempt?: number
}

/**
 * Finds the session whose output a person wants to see.
 * @param named the key of a task, or the number or the id of a session. For a task, the result is the session of the attempt
 *   `wish.attempt`, or the last session of the task.
 * @throws CommandError when nothing matches, and when the task has not started
 */
export async function findSession(api: ApiClient, named: string, wish: SessionWish): Promise<FoundSession> {
  const found = await sessionOrNotBegun(api, named, await findRunOrLast(api, wish), wish.attempt)
  if (!('notBegun' in found)) return found
  if (ENDED.includes(found.notBegun)) throw withoutOutput(named, found)
  throw new CommandError(
    EXIT.failed,
    `${named} has not started yet (${found.notBegun}). To wait for its output: coppice logs ${named} --follow`,
  )
}

/** Like `findSession`, but waits until the task has started. @returns null when the signal aborts first. */
export async function awaitSession(
  link: ServerLink,
  named: string,
  { wish, following, onWait }: { wish: SessionWish; following: Following; onWait: (status: string) => void },
): Promise<FoundSession | null> {
  const run = await untilAnswered(link, following, (api) => findRunOrLast(api, wish))
  for (let hasWaited = false; run !== null && !following.signal.aborted; hasWaited = true) {
    const ask = (api: ApiClient) => sessionOrNotBegun(api, named, run, wish.attempt)
    const found = await untilAnswered(link, following, ask)
    if (found === null || !('notBegun' in found)) return found
    if (ENDED.includes(found.notBegun)) throw withoutOutput(named, found)
    if (!hasWaited) onWait(found.notBegun)
    await sleep(POLL_MS, undefined, { signal: following.signal }).catch(() => {})
  }
  return null
}

function withoutOutput(key: string, { notBegun: status, reason }: NotBegun): CommandError {
  const what = `${key} has no output: it ended (${status}${reason === null ? '' : `, ${reason}`}) before an agent started.`
  if (status === 'COMPLETED') return new CommandError(EXIT.failed, what)
  const retry = status === 'SKIPPED' ? 'retry the task that it needs: coppice retry TASK' : `coppice retry ${key}`
  return new CommandError(
    EXIT.failed,
    `${what} To try again while the run is active: ${retry}. After the end of the run: coppice run`,
  )
}

async function sessionOrNotBegun(
  api: ApiClient,
  named: string,
  run: FoundRun,
  attempt: number | undefined,
): Promise<FoundSession | NotBegun> {
  let bySession: FoundSession | undefined
  for await (const task of tasksOf(api, run)) {
    if (task.key === named) return sessionOf(task, attempt)
    bySession ??= task.sessions.find(({ id, number }) => id === named || String(number) === named)
  }
  if (bySession) return bySession
  throw new CommandError(
    EXIT.usage,
    `Run ${run.number} of ${run.project} has no task or session ${named}. To look in another run: --run NUMBER`,
  )
}

function sessionOf(
  { key, status, statusReason, sessions }: FoundTask,
  attempt: number | undefined,
): FoundSession | NotBegun {
  const wished = sessions.filter((session) => attempt === undefined || session.attempt === attempt)
  const last = taskSession({ sessions: wished }) ?? wished.at(-1)
  if (last) return last
  if (sessions.length === 0 && (attempt ?? 1) === 1) return { notBegun: status, reason: statusReason }
  const there = [...new Set(sessions.map((session) => session.attempt))].join(', ') || 'none'
  throw new CommandError(EXIT.usage, `${key} has no attempt ${attempt}. Its attempts: ${there}.`)
}
