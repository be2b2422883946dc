import { secretVariables } from '../agents/agent-settings.ts'
import { unsetSecret } from '../agents/unset-secret.ts'
import type { AttemptOrder } from '../domain/attempt-order.ts'
import type { Failure } from '../domain/records.ts'
import type { AttemptParts } from './attempt-parts.ts'

/**
 * Returns a failure when a secret of the agent is not set on this machine. All secrets were set when the run started (A2), but this server may
 * have been started later with other variables, or on another machine.
 */
export function lackingSecret({ agents, passed }: AttemptParts, { agent }: AttemptOrder): Failure | null {
  const [variable] = passed.unset(Object.values(secretVariables(agent.settings, agents)))
  return variable === undefined ? null : { class: 'configuration', reason: unsetSecret(variable), output: '' }
}
