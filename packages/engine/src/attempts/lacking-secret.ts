import { secretVariables } from '../agents/agent-settings.ts'
import { unsetSecret } from '../agents/unset-secret.ts'
import type { AttemptOrder } from '../domain/attempt-order.ts'
import type { Failure } from '../domain/records.ts'
import type { AttemptParts } from './attempt-parts.ts'

/** A2: a run whose secrets are not set does not start. A later server, or another machine, may lack one that was set then. */
export function lackingSecret({ agents, passed }: AttemptParts, { agent }: AttemptOrder): Failure | null {
  const [variable] = passed.unset(Object.values(secretVariables(agent.settings, agents)))
  return variable === undefined ? null : { class: 'configuration', reason: unsetSecret(variable), output: '' }
}
