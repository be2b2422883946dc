'use client'

import { useAct } from '../client/use-act.ts'
import { ConfirmAct } from '../ui/confirm-act.tsx'
import { DELETE_EXPERTISE, type Entry } from './expertise-documents.ts'

export interface DeleteEntryProps {
  entry: Entry
  open: boolean
  onDone: () => void
  onDeleted: () => void
}

/** A dialog that asks before an entry is deleted. */
export function DeleteEntry({ entry, open, onDone, onDeleted }: DeleteEntryProps) {
  const { act, busy, state, clear } = useAct(DELETE_EXPERTISE, (data) => data.deleteExpertise)
  const remove = async () => {
    if ((await act({ entryId: entry.id })) === null) return
    onDone()
    onDeleted()
  }
  return (
    <ConfirmAct
      open={open}
      onOpenChange={(next) => {
        clear()
        if (!next) onDone()
      }}
      title="Delete this entry?"
      keep="Keep it"
      act="Delete it"
      doing="Deleting"
      busy={busy}
      onAct={() => void remove()}
      state={state}
      notDone="Not deleted."
      notKnown="It is not known whether the entry was deleted."
    >
      <p className="whitespace-pre-wrap break-words">{entry.text}</p>
      <p className="mt-2 text-(--text-2)">
        No later prompt has it, and sessions do not learn it again. An import brings it back.
      </p>
    </ConfirmAct>
  )
}
