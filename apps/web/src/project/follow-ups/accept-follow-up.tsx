'use client'

import { useState } from 'react'
import { useAct } from '../../client/use-act.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmAct } from '../../ui/confirm-act.tsx'
import { Field } from '../../ui/field.tsx'
import { ACCEPT_FOLLOW_UP, type FollowUpItem } from './follow-up-documents.ts'

export interface AcceptFollowUpProps {
  item: FollowUpItem
  /** Whether the button is disabled. */
  off: boolean
  onAccepted: () => void
}

const keysIn = (text: string): string[] => text.split(/[\s,]+/).filter((key) => key !== '')

/** A button that adds a proposed task to the plan. Its dialog lets a person change the epic and the dependencies. */
export function AcceptFollowUp({ item, off, onAccepted }: AcceptFollowUpProps) {
  const { act, busy, state, clear } = useAct(ACCEPT_FOLLOW_UP, (data) => data.acceptFollowUp)
  const [open, setOpen] = useState(false)
  const [epicKey, setEpicKey] = useState(item.epicKey)
  const [needs, setNeeds] = useState(item.dependsOn.join(', '))
  const change = (next: boolean) => {
    clear()
    setOpen(next)
  }
  const accept = async () => {
    if ((await act({ followUpId: item.id, epicKey: epicKey.trim(), dependsOn: keysIn(needs) })) === null) return
    setOpen(false)
    onAccepted()
  }
  return (
    <>
      <Button disabled={off} aria-label={`Accept ${item.title}`} onClick={() => change(true)}>
        Accept…
      </Button>
      <ConfirmAct
        open={open}
        onOpenChange={change}
        title={`Add “${item.title}” to the plan?`}
        keep="Not now"
        act="Add it"
        doing="Adding"
        danger={false}
        busy={busy}
        onAct={() => void accept()}
        state={state}
        notDone="Not added."
        notKnown="It is not known whether the task was added."
      >
        {item.text && (
          <p className="mb-3 max-h-48 overflow-y-auto break-words whitespace-pre-wrap text-(--text-2)">{item.text}</p>
        )}
        <div className="grid gap-3">
          <Field label="Epic" mono value={epicKey} onChange={(event) => setEpicKey(event.target.value)} />
          <Field
            label="Depends on"
            mono
            value={needs}
            onChange={(event) => setNeeds(event.target.value)}
            hint="Keys of tasks, with commas between them."
          />
        </div>
        <ul className="mt-3 grid list-disc gap-1.5 pl-4 text-(--text-2) marker:text-(--text-3)">
          <li>The next run carries it out, with the agent and the settings of {item.task.key}.</li>
          <li>The plan file stays as it is. A later import keeps the task, also when the file lacks it.</li>
        </ul>
      </ConfirmAct>
    </>
  )
}
