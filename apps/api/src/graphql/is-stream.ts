import type { ExecutionResult } from 'graphql'

/** Whether what an operation came to is a subscription’s events. */
export const isStream = (result: unknown): result is AsyncIterable<ExecutionResult> =>
  typeof result === 'object' && result !== null && Symbol.asyncIterator in result
