import type { CombinedError } from 'urql'
import { type Fault, faultOf } from './faults.ts'

export type Answer<Data> = { kind: 'answered'; data: Data } | { kind: 'fault'; fault: Fault }

/**
 * What the server said. An error beside data is no answer: where a field may be null, GraphQL puts null in the place of what
 * failed, and a page would take it for "there is none".
 */
export function answerOf<Data>({
  data,
  error,
}: {
  data?: Data | undefined
  error?: CombinedError | undefined
}): Answer<Data> {
  const [first] = error?.graphQLErrors ?? []
  if (first === undefined && data !== undefined && data !== null) return { kind: 'answered', data }
  return { kind: 'fault', fault: faultOf(first ?? { message: 'The response of the server is empty.' }) }
}
