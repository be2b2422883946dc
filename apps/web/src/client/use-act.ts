import { useCallback } from 'react'
import type { TadaDocumentNode } from './graphql.ts'
import { useCommand } from './use-command.ts'
import { type CommandState, useCommandState } from './use-command-state.ts'

interface Member {
  __typename: string
}
type Success = { __typename: `${string}Success` }

/** The refusals in the union of a mutation. */
export type RefusedOf<Union> = Exclude<Union, Success>

export interface Act<Variables, Union> {
  busy: boolean
  state: CommandState<RefusedOf<Union>>
  clear: () => void
  /** Sends the mutation. @returns the success; null when the mutation did not succeed, and then `state` has the reason. */
  act: (variables: Variables) => Promise<Extract<Union, Success> | null>
}

const isSuccess = <Union extends Member>(result: Union): result is Extract<Union, Success> =>
  result.__typename.endsWith('Success')

/**
 * Sends a mutation whose result is a union of a success and refusals. If it does not succeed, `state` has the reason.
 * @param pick returns the union from the data of the document
 */
export function useAct<Data, Variables extends Record<string, unknown>, Union extends Member>(
  document: TadaDocumentNode<Data, Variables>,
  pick: (data: Data) => Union,
): Act<Variables, Union> {
  const { busy, send } = useCommand(document)
  const { state, clear, refuse, dataOf } = useCommandState<RefusedOf<Union>>()
  // biome-ignore lint/correctness/useExhaustiveDependencies: `pick` is a constant function of the document
  const act = useCallback(
    async (variables: Variables) => {
      clear()
      const data = dataOf(await send(variables))
      if (data === null) return null
      const result = pick(data)
      if (isSuccess(result)) return result
      refuse(result as RefusedOf<Union>)
      return null
    },
    [send, clear, refuse, dataOf],
  )
  return { busy, state, clear, act }
}
