import { secretsOf } from '../agents/agent-settings.ts'
import type { AttemptOrder } from '../domain/attempt-order.ts'
import type { AttemptParts } from './attempt-parts.ts'

/**
 * Adds the secrets of an attempt to those that are redacted in output (A2). Call this before any output of the attempt is read, because an
 * earlier server may have left output that nobody has read yet.
 */
export function keepSecrets({ passed, agents }: AttemptParts, { env, agent }: AttemptOrder): void {
  passed.take([...env, ...secretsOf(agent.settings, agents)])
}
