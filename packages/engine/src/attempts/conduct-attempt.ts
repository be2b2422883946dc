import type { AttemptOrder } from '../domain/attempt-order.ts'
import type { ProcessEnd } from '../domain/process-end.ts'
import type { NewsBody } from '../ports/dispatch.ts'
import type { RunningProcess } from '../ports/hosts.ts'
import type { AttemptParts } from './attempt-parts.ts'
import { beginAnew } from './begin-anew.ts'
import type { BegunAttempt } from './begun-attempt.ts'
import { keepSecrets } from './keep-secrets.ts'
import { notTakenUp } from './not-taken-up.ts'
import { type Recall, stopFor } from './recall.ts'
import { type LastNews, reportOn } from './report-on.ts'
import type { OpenSite } from './run-site.ts'
import { takeUpWithPatience } from './take-up.ts'
import { worktreePath } from './worktree-path.ts'

/** Conducts an attempt from its order to its last news: prepares the worktree, runs setup and the agent, and commits the agent's work. */
export async function conductAttempt(
  parts: AttemptParts,
  site: OpenSite,
  order: AttemptOrder,
  recall: Recall,
  send: (body: NewsBody) => void,
): Promise<LastNews> {
  keepSecrets(parts, order)
  const begun = await begin(parts, site, order, recall)
  if (begun.is === 'unknown') return notTakenUp(order, begun.error, recall)
  if (begun.is !== 'started') return reportOn(parts, site, order, begun, recall)
  send({ is: 'started', process: begun.process.identity, worktreePath: worktreePath(parts, order) })
  const process = await untilEnd(begun.process, recall)
  if (process === null) return { is: 'left' }
  parts.reach('attempt.ended')
  send({ is: 'ended' })
  return reportOn(parts, site, order, { is: 'ended', process }, recall)
}

/**
 * Begins an attempt, or continues with its agent if the agent was started before. After a crash, the same new order may arrive a second
 * time. Then no second agent may start, and the worktree of the first agent must not be reset (R1). So the function first looks for an
 * agent. For a new order it looks only if the session has a folder, because the search takes long.
 */
async function begin(parts: AttemptParts, site: OpenSite, order: AttemptOrder, recall: Recall) {
  const isNew = order.begin.is === 'anew'
  const hasFolder = parts.hosts.folder(order.sessionId) !== null
  const found = isNew && !hasFolder ? ({ is: 'none' } as const) : await takeUpWithPatience(parts, order, recall)
  if (found.is !== 'none') return found
  return isNew ? beginAnew(parts, site, order, recall) : CALLED_OFF
}

const CALLED_OFF: BegunAttempt = { is: 'called-off', why: 'interrupted' }

/** Waits for the end of the agent's process. @returns null when the server hands over and the agent continues without it (R5) */
function untilEnd(process: RunningProcess, recall: Recall): Promise<ProcessEnd | null> {
  const { promise: left, resolve: leave } = Promise.withResolvers<null>()
  recall.whenAsked((reason) => (reason === 'handover' ? leave(null) : process.stop(stopFor(reason))))
  return Promise.race([process.ended, left])
}
