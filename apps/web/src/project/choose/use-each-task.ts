'use client'

import { useState } from 'react'
import type { TadaDocumentNode } from '../../client/graphql.ts'
import { type Act, useAct } from '../../client/use-act.ts'

export interface EachTask<Union> extends Pick<Act<{ taskId: string }, Union>, 'busy' | 'state' | 'clear'> {
  /** Sends one mutation after the other and stops after the first failure. @returns whether all succeeded. */
  actOn: (tasks: readonly { id: string }[]) => Promise<boolean>
}

/** Applies a mutation for one task to each of several tasks. */
export function useEachTask<Data, Union extends { __typename: string }>(
  document: TadaDocumentNode<Data, { taskId: string }>,
  pick: (data: Data) => Union,
): EachTask<Union> {
  const { act, state, clear } = useAct(document, pick)
  const [busy, setBusy] = useState(false)
  async function actOn(tasks: readonly { id: string }[]): Promise<boolean> {
    setBusy(true)
    try {
      for (const { id } of tasks) if ((await act({ taskId: id })) === null) return false
      return true
    } finally {
      setBusy(false)
    }
  }
  return { busy, state, clear, actOn }
}
