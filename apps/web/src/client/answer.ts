import type { CombinedError } from 'urql'
import { type Fault, faultOf } from './faults.ts'

export type Answer<Data> = { kind: 'answered'; data: Data } | { kind: 'fault'; fault: Fault }

/**
 * The response of the server. Data beside an error counts as no answer: GraphQL replaces a nullable field that failed by null, and a page would
 * take this null for "there is none".
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
