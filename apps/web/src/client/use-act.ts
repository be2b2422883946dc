import { useCallback } from 'react'
import type { TadaDocumentNode } from './graphql.ts'
import { useCommand } from './use-command.ts'
import { type CommandState, useCommandState } from './use-command-state.ts'

interface Member {
  __typename: string
}
type Success = { __typename: `${string}Success` }

/** The members of a mutation's union that are refusals. */
export type RefusedOf<Union> = Exclude<Union, Success>

export interface Act<Variables, Union> {
  busy: boolean
  state: CommandState<RefusedOf<Union>>
  clear: () => void
  /** @returns the success, or null when the mutation did not succeed; the state then says why. */
  act: (variables: Variables) => Promise<Extract<Union, Success> | null>
}

const isSuccess = <Union extends Member>(answer: Union): answer is Extract<Union, Success> =>
  answer.__typename.endsWith('Success')

/** Sends a mutation whose union has a success and refusals. Keeps the reason when it did not succeed. */
export function useAct<Data, Variables extends Record<string, unknown>, Union extends Member>(
  document: TadaDocumentNode<Data, Variables>,
  pick: (data: Data) => Union,
): Act<Variables, Union> {
  const { busy, send } = useCommand(document)
  const { state, clear, refuse, answered } = useCommandState<RefusedOf<Union>>()
  // biome-ignore lint/correctness/useExhaustiveDependencies: `pick` names a field of the document
  const act = useCallback(
    async (variables: Variables) => {
      clear()
      const data = answered(await send(variables))
      if (data === null) return null
      const answer = pick(data)
      if (isSuccess(answer)) return answer
      refuse(answer as RefusedOf<Union>)
      return null
    },
    [send, clear, refuse, answered],
  )
  return { busy, state, clear, act }
}
