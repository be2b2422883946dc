'use client'

import { useAct } from '../../client/use-act.ts'
import { StatusGlyph } from '../../marks/status-glyph.tsx'
import { ConfirmAct } from '../../ui/confirm-act.tsx'
import { SentenceLine } from '../../words/sentence-line.tsx'
import type { RunView } from '../view/run-view.ts'
import { CANCEL_RUN } from './cancel-document.ts'
import { cancelPlan } from './cancel-plan.ts'

export interface CancelRunDialogProps {
  view: RunView
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** Asks before a run is cancelled. It says which tasks stop, which work is kept and which work stays merged. */
export function CancelRunDialog({ view, open, onOpenChange }: CancelRunDialogProps) {
  const { act, busy, state, clear } = useAct(CANCEL_RUN, (data) => data.cancel)
  const { items, note } = cancelPlan(view)
  const change = (next: boolean) => {
    clear()
    onOpenChange(next)
  }
  const cancel = async () => {
    if ((await act({ runId: view.id })) !== null) onOpenChange(false)
  }
  return (
    <ConfirmAct
      open={open}
      onOpenChange={change}
      title={`Cancel run ${view.number}?`}
      keep="Keep running"
      act="Cancel run"
      doing="Cancelling"
      busy={busy}
      onAct={() => void cancel()}
      state={state}
      notDone="Not cancelled."
      notKnown={`It is not known whether run ${view.number} was cancelled.`}
    >
      <ul className="mb-3 grid gap-2">
        {items.map(({ status, sentence }) => (
          <li key={status} className="flex gap-2.5">
            <StatusGlyph status={status} className="mt-0.5" label="" />
            <span>
              <SentenceLine sentence={sentence} />
            </span>
          </li>
        ))}
      </ul>
      <p className="text-(--text-2)">{note}</p>
    </ConfirmAct>
  )
}
