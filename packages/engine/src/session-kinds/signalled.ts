import type { AttemptEnd } from '../domain/attempt-report.ts'
import type { Failure } from '../domain/records.ts'
import type { Begun } from '../lifecycle/session-lifecycle.ts'
import type { RunView } from './run-view.ts'

/**
 * After this many sessions of a task in a row that something else than Coppice told to end, each further one counts as a failure. Such a
 * session does not count toward `maxAttempts`, and each one costs money. So without this bound, a service manager with a memory limit could
 * repeat a task for ever.
 */
const MAX_SIGNALS = 10

/** It is stored as the error of such a session, so that a later server counts them too. */
export const SIGNALLED = 'something else than Coppice told the agent to end (SIGTERM)'

/** Says whether something else than Coppice told the agent to end. */
export const isSignalled = (end: AttemptEnd): boolean => end.is === 'ended' && end.process.isSignalled === true

/**
 * Returns the failure of a session that something else than Coppice told to end, when this has happened too often in a row for its task.
 * Sessions that ended because the server stopped are ignored, and so are those up to the failure after which a person retried the task.
 *
 * @returns null when the session ended for another reason, or when it does not count
 */
export async function signalledTooOften(
  ctx: RunView,
  { task, session }: Begun,
  end: AttemptEnd,
): Promise<Failure | null> {
  if (end.is !== 'ended' || !isSignalled(end)) return null
  const sessions = await ctx.deps.store.sessions(task.runId)
  const row = sessions
    .filter((one) => one.runTaskId === task.id && one.kind === session.kind && one.id !== session.id)
    .filter(({ status, error }) => status !== 'INTERRUPTED' || error !== null)
    .sort((one, other) => one.number - other.number)
  // `retryTask` resets these counts, so older failures came before the retry. A conflict session counts itself when it begins.
  let failures = session.kind === 'WORK' ? task.countedAttempts : task.conflictSessions - 1
  const other = row.findLastIndex(
    ({ status, error }) => error?.startsWith(SIGNALLED) !== true || (status === 'ERROR' && failures-- <= 0),
  )
  const inARow = row.length - other
  return inARow > MAX_SIGNALS ? { class: 'infrastructure', reason: reasonOf(inARow), output: end.process.tail } : null
}

const reasonOf = (count: number): string =>
  `${SIGNALLED}, ${count} times in a row. Find out what ends processes on this machine, such as a service manager, a limit of memory or a script. Then retry the task`
