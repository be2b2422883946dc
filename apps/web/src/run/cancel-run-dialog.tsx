'use client'

import { AlertDialog } from '@base-ui/react/alert-dialog'
import { useRef, useState } from 'react'
import { StatusGlyph } from '../marks/status-glyph.tsx'
import { SaidLine } from '../words/said-line.tsx'
import { cancelPlan } from './cancel-plan.ts'
import type { RunView } from './run-view.ts'

/** A refusal in the words of the API. */
export interface Refused {
  message: string
  type: string
}

export interface CancelRunDialogProps {
  view: RunView
  open: boolean
  onOpenChange: (open: boolean) => void
  /** Resolves to null when the run is being cancelled. */
  onCancel: () => Promise<Refused | null>
}

const BUTTON =
  'h-7 rounded-(--r) border border-(--line) bg-(--bg) px-2.5 font-medium max-[719px]:h-11 disabled:opacity-60'

function Refusal({ refused }: { refused: Refused }) {
  return (
    <div role="alert" className="mb-3 flex gap-2 border-t-2 border-(--ink) bg-(--bg-2) px-3 py-2">
      <StatusGlyph status="FAILED" size={12} className="mt-[3px]" label="" />
      <span>
        <b className="font-semibold">Not cancelled.</b> {refused.message}{' '}
        <span className="font-mono text-[11.5px] text-(--text-3)">{refused.type}</span>
      </span>
    </div>
  )
}

/** Asks before a run is cancelled. The focus lies on the answer that changes nothing. */
export function CancelRunDialog({ view, open, onOpenChange, onCancel }: CancelRunDialogProps) {
  const keep = useRef<HTMLButtonElement>(null)
  const [busy, setBusy] = useState(false)
  const [refused, setRefused] = useState<Refused | null>(null)
  const { items, note } = cancelPlan(view)
  const answer = async () => {
    setBusy(true)
    const refusal = await onCancel()
    setBusy(false)
    setRefused(refusal)
    if (!refusal) onOpenChange(false)
  }
  return (
    <AlertDialog.Root open={open} onOpenChange={onOpenChange} onOpenChangeComplete={() => setRefused(null)}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="fixed inset-0 z-40 bg-(--bg-3) opacity-70" />
        <AlertDialog.Popup
          initialFocus={keep}
          className="fixed top-1/2 left-1/2 z-50 max-h-[90dvh] w-[min(500px,calc(100vw-32px))] -translate-x-1/2 -translate-y-1/2 overflow-y-auto rounded-[6px] border border-(--line) bg-(--bg) px-[22px] py-5 shadow-(--shadow)"
        >
          <AlertDialog.Title className="mb-3 text-[15px] font-semibold">{`Cancel run ${view.number}?`}</AlertDialog.Title>
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
          <AlertDialog.Description className="mb-3 text-(--text-2)">{note}</AlertDialog.Description>
          {refused && <Refusal refused={refused} />}
          <div className="flex justify-end gap-2">
            <AlertDialog.Close ref={keep} className={BUTTON}>
              Keep running
            </AlertDialog.Close>
            <button type="button" disabled={busy} onClick={() => void answer()} className={`${BUTTON} text-(--failed)`}>
              {busy ? 'Cancelling' : 'Cancel run'}
            </button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}
