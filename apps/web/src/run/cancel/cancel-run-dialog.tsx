'use client'

import { useState } from 'react'
import { useClient } from 'urql'
import { faultOf } from '../../client/faults.ts'
import { StatusGlyph } from '../../marks/status-glyph.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { Refusal } from '../../ui/refusal.tsx'
import { SaidLine } from '../../words/said-line.tsx'
import { CANCEL_RUN } from '../live/run-documents.ts'
import type { RunView } from '../view/run-view.ts'
import { cancelPlan } from './cancel-plan.ts'

/** Why the server did not do it, in its own words. */
export interface Refused {
  message: string
  type: string
}

/** Cancels the run; null when no new session starts any more (C2). */
function useCancelRun(runId: string): () => Promise<Refused | null> {
  const client = useClient()
  return async () => {
    const { data, error } = await client.mutation(CANCEL_RUN, { runId }).toPromise()
    const result = data?.cancel
    if (result?.__typename === 'CancelSuccess') return null
    if (result) return { message: result.message, type: result.__typename }
    const fault = error?.graphQLErrors[0]
    return fault
      ? { message: fault.message, type: faultOf(fault).code }
      : { message: 'The server did not answer.', type: 'UNREACHABLE' }
  }
}

export interface CancelRunDialogProps {
  view: RunView
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** Asks before a run is cancelled: what stops, what is kept, what stays. */
export function CancelRunDialog({ view, open, onOpenChange }: CancelRunDialogProps) {
  const cancel = useCancelRun(view.id)
  const [busy, setBusy] = useState(false)
  const [refused, setRefused] = useState<Refused | null>(null)
  const { items, note } = cancelPlan(view)
  const change = (next: boolean) => {
    setRefused(null)
    onOpenChange(next)
  }
  const act = async () => {
    setBusy(true)
    const refusal = await cancel()
    setBusy(false)
    setRefused(refusal)
    if (refusal === null) onOpenChange(false)
  }
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={change}
      title={`Cancel run ${view.number}?`}
      keep="Keep running"
      act={busy ? 'Cancelling' : 'Cancel run'}
      danger
      busy={busy}
      onAct={() => void act()}
    >
      <ul className="mb-3 grid gap-2">
        {items.map(({ status, said }) => (
          <li key={status} className="flex gap-2.5">
            <StatusGlyph status={status} className="mt-0.5" label="" />
            <span>
              <SaidLine said={said} />
            </span>
          </li>
        ))}
      </ul>
      <p className="text-(--text-2)">{note}</p>
      {refused && (
        <Refusal className="mt-3" title="Not cancelled." errorType={refused.type}>
          {refused.message}
        </Refusal>
      )}
    </ConfirmDialog>
  )
}
