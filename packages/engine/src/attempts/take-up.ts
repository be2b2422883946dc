import type { AttemptOrder } from '../domain/attempt-order.ts'
import { persevere } from '../merge/persevere.ts'
import { agentOfSession } from '../ports/agent-of-session.ts'
import type { RunningProcess } from '../ports/hosts.ts'
import type { AttemptParts } from './attempt-parts.ts'
import type { BegunAttempt } from './begun-attempt.ts'
import type { Recall } from './recall.ts'

/**
 * `none` means that no agent was ever started for the session. `unknown` means that Coppice failed at each try, so it does not know whether
 * an agent was started.
 */
type TakenUp = (BegunAttempt & { is: 'started' }) | { is: 'none' } | { is: 'unknown'; error: Error }

/** Takes up a session, and tries again after a failure of Coppice itself (I5). */
export function takeUpWithPatience(parts: AttemptParts, order: AttemptOrder, recall: Recall): Promise<TakenUp> {
  return persevere<TakenUp>(
    parts,
    recall.hurry,
    () =>
      takeUp(parts, order).catch((error: Error) => {
        parts.log.error({ sessionId: order.sessionId, err: error }, 'a session could not be taken up')
        return { is: 'unknown', error }
      }),
    ({ is }) => is === 'unknown',
  )
}

/** Continues with the agent that was started before, even if it has ended (R1). */
async function takeUp(parts: AttemptParts, order: AttemptOrder): Promise<TakenUp> {
  const process = await adopted(parts, order)
  return process ? { is: 'started', process: lossIsNoFailure(process) } : { is: 'none' }
}

/**
 * Finds the agent process that an earlier server started for a session.
 * @returns null when no process was ever started for the session, or when this server does not have this kind of agent
 */
export async function adopted({ agents, hosts }: AttemptParts, order: AttemptOrder): Promise<RunningProcess | null> {
  const { begin, sessionId: id, limits } = order
  const agent = agentOfSession(agents, order.agent.settings)
  if (!agent) return null
  return hosts.adopt({ id, process: begin.is === 'take-up' ? begin.process : null, agent, limits })
}

/** Reports a lost agent as interrupted: it was lost together with the earlier server, so its attempt does not count (S5). */
function lossIsNoFailure(process: RunningProcess): RunningProcess {
  const ended = process.ended.then((end) => (end.how === 'lost' ? { ...end, how: 'interrupted' as const } : end))
  return { identity: process.identity, ended, stop: (why) => process.stop(why) }
}
