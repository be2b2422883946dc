import { oneOf } from '../shapes/scalars.ts'
import { optional } from './agent-field.ts'

/** How a person pays for an agent: for each token, or a flat rate, such as a subscription. With a flat rate a request costs nothing more. */
export const billing = optional(oneOf(['tokens', 'flat-rate']), {
  doc: 'How you pay for the agent. With flat-rate, such as a subscription, its tokens are counted, but it has no cost and takes no money from a budget. Default: tokens.',
  value: 'tokens' as const,
})

export const isFlatRate = (settings: { billing?: 'tokens' | 'flat-rate' }): boolean => settings.billing === 'flat-rate'
