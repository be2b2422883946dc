import { secretVariables } from '../agents/agent-settings.ts'
import type { AttemptOrder } from '../domain/attempt-order.ts'
import type { AttemptParts } from './attempt-parts.ts'

/** A2: call this before anything of the attempt is read. Then output that an earlier server did not read is redacted too. */
export function keepSecrets({ passed, agents }: AttemptParts, { env, agent }: AttemptOrder): void {
  passed.take([...env, ...Object.values(secretVariables(agent.settings, agents))])
}
