import type { AttemptOrder } from '../domain/attempt-order.ts'
import { persevere } from '../merge/persevere.ts'
import type { RunningProcess } from '../ports/hosts.ts'
import type { AttemptParts } from './attempt-parts.ts'
import type { BegunAttempt } from './begun-attempt.ts'
import type { Recall } from './recall.ts'

type TakenUp = BegunAttempt | { is: 'unknown'; error: Error }

/** I5: a look at the session that fails by Coppice's own fault is repeated. `unknown` means that it kept failing. */
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

/** R1: what an earlier server started continues as if nothing had happened. What it never started is called off. */
async function takeUp(parts: AttemptParts, order: AttemptOrder): Promise<BegunAttempt> {
  const process = await adopted(parts, order)
  return process ? { is: 'started', process: lossIsNoFailure(process) } : { is: 'called-off', why: 'interrupted' }
}

/** Finds the agent process that an earlier server started for a session. @returns null when no process was ever started for it */
export async function adopted({ agents, hosts }: AttemptParts, order: AttemptOrder): Promise<RunningProcess | null> {
  const { begin, sessionId: id, limits } = order
  const agent = agents.get(order.agent.settings.kind)
  if (!agent) return null
  return hosts.adopt({ id, process: begin.is === 'take-up' ? begin.process : null, agent, limits })
}

/** S5: what was lost together with the server does not count as an attempt. */
function lossIsNoFailure(process: RunningProcess): RunningProcess {
  const ended = process.ended.then((end) => (end.how === 'lost' ? { ...end, how: 'interrupted' as const } : end))
  return { identity: process.identity, ended, stop: (why) => process.stop(why) }
}
