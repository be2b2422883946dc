import { useCallback, useState } from 'react'
import { useClient } from 'urql'
import { isUnreachable } from './faults.ts'
import type { TadaDocumentNode } from './graphql.ts'
import { type Result, resultOf } from './result.ts'

/** The outcome of a mutation. `fault`: an error outside of the mutation's union, such as a missing role, a limit or a defect. */
export type CommandOutcome<Data> = Result<Data> | { kind: 'unreachable' }

/** Sends a mutation. A refusal in the mutation's union is part of `data`. */
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
      if (error && isUnreachable(error)) return { kind: 'unreachable' }
      return resultOf({ data, error })
    },
    [client, document],
  )
  return { busy, send }
}
