'use client'

import { useState } from 'react'
import { useAct } from '../../client/use-act.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmAct } from '../../ui/confirm-act.tsx'
import { bytes } from '../../words/bytes.ts'
import { shortCommit } from '../../words/format.ts'
import { DROP_KEPT_WORK, type KeptItem } from './kept-documents.ts'

export interface DropKeptProps {
  projectId: string
  item: KeptItem
  /** Whether the button is disabled. */
  off: boolean
  onDropped: () => void
}

/** A button that deletes a ref of kept work. It asks first and says what is lost. */
export function DropKept({ projectId, item, off, onDropped }: DropKeptProps) {
  const { act, busy, state, clear } = useAct(DROP_KEPT_WORK, (data) => data.dropKeptWork)
  const [open, setOpen] = useState(false)
  const { ref, commit, taskKey, size } = item
  const change = (next: boolean) => {
    clear()
    setOpen(next)
  }
  const drop = async () => {
    if ((await act({ projectId, ref, commit })) === null) return
    setOpen(false)
    onDropped()
  }
  return (
    <>
      <Button disabled={off} aria-label={`Drop ${ref}`} onClick={() => change(true)}>
        Drop…
      </Button>
      <ConfirmAct
        open={open}
        onOpenChange={change}
        title={`Drop the kept work of ${taskKey ?? `run ${item.runNumber}`}?`}
        keep="Keep it"
        act="Drop it"
        doing="Dropping"
        busy={busy}
        onAct={() => void drop()}
        state={state}
        notDone="Not dropped."
        notKnown="It is not known whether the work was dropped."
      >
        <ul className="grid list-disc gap-1.5 pl-4 text-(--text-2) marker:text-(--text-3)">
          <li>
            <span className="font-mono break-all">{ref}</span> is deleted. No run can merge its work any more.
          </li>
          <li>
            Git removes what only this ref holds ({bytes(size.bytes)}) some weeks later. Until then{' '}
            <span className="font-mono">git branch NAME {shortCommit(commit)}</span> brings it back.
          </li>
          <li>The run, its transcripts and other refs stay.</li>
        </ul>
      </ConfirmAct>
    </>
  )
}
