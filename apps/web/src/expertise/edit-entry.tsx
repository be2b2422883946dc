'use client'

import { useId, useRef, useState } from 'react'
import { useAct } from '../client/use-act.ts'
import { ActNotice } from '../ui/act-notice.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { EDIT_EXPERTISE, type Entry } from './expertise-documents.ts'

export interface EditEntryProps {
  entry: Entry
  onDone: () => void
  onChanged: () => void
}

/** A dialog with the text of an entry. */
export function EditEntry({ entry, onDone, onChanged }: EditEntryProps) {
  const { act, busy, state } = useAct(EDIT_EXPERTISE, (data) => data.editExpertise)
  const [text, setText] = useState(entry.text)
  const field = useRef<HTMLTextAreaElement>(null)
  const id = useId()
  const save = async () => {
    if ((await act({ entryId: entry.id, text })) === null) return
    onDone()
    onChanged()
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onDone()}
      title="Edit the entry"
      focusFirst={field}
      actions={
        <>
          <Button onClick={onDone}>Keep the text</Button>
          <Button kind="primary" disabled={busy || text.trim() === ''} onClick={() => void save()}>
            {busy ? 'Saving' : 'Save'}
          </Button>
        </>
      }
    >
      <label htmlFor={id} className="mb-[5px] block text-(--text-2) text-[12px]">
        What agents of later sessions read
      </label>
      <textarea
        ref={field}
        id={id}
        value={text}
        rows={5}
        maxLength={2_000}
        onChange={(event) => setText(event.target.value)}
        className="w-full rounded-(--r) border border-(--line) bg-(--bg) px-2.5 py-1.5 focus-visible:outline-offset-[-1px] max-[719px]:text-[16px]"
      />
      <ActNotice state={state} notDone="Not saved." notKnown="It is not known whether the text was saved.">
        When the connection is back, the page shows it.
      </ActNotice>
    </Dialog>
  )
}
