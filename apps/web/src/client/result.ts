import type { CombinedError } from 'urql'
import { type Fault, faultOf } from './faults.ts'

export type Result<Data> = { kind: 'data'; data: Data } | { kind: 'fault'; fault: Fault }

/**
 * Converts a response to its data or its error. If the response has both, the data is ignored, because it may be wrong: GraphQL sets a
 * nullable field to null when it fails, and a page would show this null as "there is none".
 */
export function resultOf<Data>({
  data,
  error,
}: {
  data?: Data | undefined
  error?: CombinedError | undefined
}): Result<Data> {
  const [first] = error?.graphQLErrors ?? []
  if (first === undefined && data !== undefined && data !== null) return { kind: 'data', data }
  return { kind: 'fault', fault: faultOf(first ?? { message: 'The response of the server is empty.' }) }
}
