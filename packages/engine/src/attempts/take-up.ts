import type { AttemptOrder } from '../domain/attempt-order.ts'
import type { RunningProcess } from '../ports/hosts.ts'
import type { AttemptParts } from './attempt-parts.ts'
import type { BegunAttempt } from './begun-attempt.ts'

/** R1: what an earlier server started continues as if nothing had happened. What it never started is called off. */
export async function takeUp(parts: AttemptParts, order: AttemptOrder): Promise<BegunAttempt> {
  const process = await adopted(parts, order)
  return process ? { is: 'started', process: lossIsNoFailure(process) } : { is: 'called-off', why: 'interrupted' }
}

async function adopted({ agents, hosts }: AttemptParts, order: AttemptOrder): Promise<RunningProcess | null> {
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
