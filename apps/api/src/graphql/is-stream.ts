import type { ExecutionResult } from 'graphql'

/** Whether the result of an operation is the event stream of a subscription. */
export const isStream = (result: unknown): result is AsyncIterable<ExecutionResult> =>
  typeof result === 'object' && result !== null && Symbol.asyncIterator in result
