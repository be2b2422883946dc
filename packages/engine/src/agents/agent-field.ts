import type { AgentField } from '../ports/agent.ts'
import type { Shape } from '../shapes/shape.ts'

type Traits = Pick<AgentField, 'doc'> & Partial<Pick<AgentField, 'decidesWork' | 'isSecret'>>

/** A setting that every task of the kind must have. `why` is the message for a plan that lacks it. */
export function needed<T>(shape: Shape<T>, { why, ...traits }: Traits & { why: string }): AgentField<T> {
  return { ...PLAIN, ...traits, shape, otherwise: { why } }
}

/** A setting with a default. */
export function optional<T, D>(shape: Shape<T>, { value, ...traits }: Traits & { value: D }): AgentField<T | D> {
  return { ...PLAIN, ...traits, shape, otherwise: { value } }
}

const PLAIN = { decidesWork: false, isSecret: false }
