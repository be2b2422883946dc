import { useCallback, useState } from 'react'
import { useClient } from 'urql'
import { type Fault, faultOf, isUnreachable } from './faults.ts'
import type { TadaDocumentNode } from './graphql.ts'

export type CommandOutcome<Data> =
  | { kind: 'answered'; data: Data }
  /** Refused for a reason that no member of the mutation's union names: the role, a limit, a defect. */
  | { kind: 'fault'; fault: Fault }
  | { kind: 'unreachable' }

/** Sends a mutation. What the server refuses in the mutation's union is part of `data`. */
export function useCommand<Data, Variables extends Record<string, unknown>>(
  document: TadaDocumentNode<Data, Variables>,
): { busy: boolean; send: (variables: Variables) => Promise<CommandOutcome<Data>> } {
  const client = useClient()
  const [busy, setBusy] = useState(false)
  const send = useCallback(
    async (variables: Variables): Promise<CommandOutcome<Data>> => {
      setBusy(true)
      const { data, error } = await client.mutation(document, variables).toPromise()
      setBusy(false)
      if (data) return { kind: 'answered', data }
      if (error && isUnreachable(error)) return { kind: 'unreachable' }
      return {
        kind: 'fault',
        fault: faultOf(error?.graphQLErrors[0] ?? { message: 'The server answered with nothing.' }),
      }
    },
    [client, document],
  )
  return { busy, send }
}
