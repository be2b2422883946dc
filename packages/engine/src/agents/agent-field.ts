import type { AgentField } from '../ports/agent.ts'
import { secretVariable } from '../shapes/secret-variable.ts'
import type { Shape } from '../shapes/shape.ts'

type Traits = Pick<AgentField, 'doc'> & Partial<Pick<AgentField, 'decidesWork'>>

const PLAIN = { decidesWork: false, isSecret: false }

/** @param traits `why` is the message for a plan that lacks the setting */
export function needed<T>(shape: Shape<T>, { why, ...traits }: Traits & { why: string }): AgentField<T> {
  return { ...PLAIN, ...traits, shape, otherwise: { why } }
}

/** @param traits `value` is the default of the setting */
export function optional<T, D>(shape: Shape<T>, { value, ...traits }: Traits & { value: D }): AgentField<T | D> {
  return { ...PLAIN, ...traits, shape, otherwise: { value } }
}

/**
 * A setting that is a secret (A2). Plans, orders and records contain the name of an environment variable. The agent's `start` receives the
 * value of that variable.
 *
 * @param traits `value` is the variable that is used when the plan names none, or null when the agent can do without the secret
 */
export function secret<D extends string | null>(traits: Traits & { value: D }): AgentField<string | D> {
  return { ...optional(secretVariable, traits), isSecret: true }
}
