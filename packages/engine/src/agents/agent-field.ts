import type { AgentField } from '../ports/agent.ts'
import { secretVariable } from '../shapes/secret-variable.ts'
import type { Shape } from '../shapes/shape.ts'

type Traits = Pick<AgentField, 'doc'> & Partial<Pick<AgentField, 'decidesWork'>>

const PLAIN = { decidesWork: false, isSecret: false }

/** Defines a required setting. @param traits `why` is the error for a plan without the setting */
export function needed<T>(shape: Shape<T>, { why, ...traits }: Traits & { why: string }): AgentField<T> {
  return { ...PLAIN, ...traits, shape, otherwise: { why } }
}

/**
 * Defines a setting that is required, except in a plan that sets another one.
 *
 * @param traits `unless` is the name of the other setting, and `why` the error for a plan with neither
 */
export function neededUnless<T>(
  shape: Shape<T>,
  { why, unless, ...traits }: Traits & { why: string; unless: string },
): AgentField<T | null> {
  return { ...PLAIN, ...traits, shape, otherwise: { why, unless } }
}

/** Defines a setting with a default. @param traits `value` is the default */
export function optional<T, D>(shape: Shape<T>, { value, ...traits }: Traits & { value: D }): AgentField<T | D> {
  return { ...PLAIN, ...traits, shape, otherwise: { value } }
}

/**
 * Defines a setting that is a secret (A2: secrets are never stored). Plans, orders and records contain only the name of an environment
 * variable. The agent's `start` receives the value of that variable.
 *
 * @param traits `value` is the name of the variable that is used when the plan names none. It is null when the agent can run without the
 * secret
 */
export function secret<D extends string | null>(traits: Traits & { value: D }): AgentField<string | D> {
  return { ...optional(secretVariable, traits), isSecret: true }
}
