'use client'

import { useState } from 'react'
import { useAct } from '../../client/use-act.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmAct } from '../../ui/confirm-act.tsx'
import { type FollowUpItem, REJECT_FOLLOW_UP } from './follow-up-documents.ts'

export interface RejectFollowUpProps {
  item: FollowUpItem
  /** Whether the button is disabled. */
  off: boolean
  onRejected: () => void
}

/** A button that rejects a proposed task. It asks first, because a proposal that is rejected cannot be accepted later. */
export function RejectFollowUp({ item, off, onRejected }: RejectFollowUpProps) {
  const { act, busy, state, clear } = useAct(REJECT_FOLLOW_UP, (data) => data.rejectFollowUp)
  const [open, setOpen] = useState(false)
  const change = (next: boolean) => {
    clear()
    setOpen(next)
  }
  const reject = async () => {
    if ((await act({ followUpId: item.id })) === null) return
    setOpen(false)
    onRejected()
  }
  return (
    <>
      <Button disabled={off} aria-label={`Reject ${item.title}`} onClick={() => change(true)}>
        Reject…
      </Button>
      <ConfirmAct
        open={open}
        onOpenChange={change}
        title={`Reject “${item.title}”?`}
        keep="Keep it"
        act="Reject it"
        doing="Rejecting"
        busy={busy}
        onAct={() => void reject()}
        state={state}
        notDone="Not rejected."
        notKnown="It is not known whether the task was rejected."
      >
        <p className="text-(--text-2)">
          The plan stays as it is. The run of {item.task.key} still shows what its agent proposed.
        </p>
      </ConfirmAct>
    </>
  )
}
