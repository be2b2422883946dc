'use client'

import { useState } from 'react'
import { useAct } from '../client/use-act.ts'
import { ActNotice } from '../ui/act-notice.tsx'
import { Button } from '../ui/button.tsx'
import { plural, shortCommit } from '../words/format.ts'
import { DeleteEntry } from './delete-entry.tsx'
import { EditEntry } from './edit-entry.tsx'
import { EDIT_EXPERTISE, type Entry, type MeasuredEntry } from './expertise-documents.ts'
import { LiftLine } from './lift-line.tsx'
import { basisWords, countWords, verdictWords } from './lift-words.ts'

export interface EntryRowProps {
  measured: MeasuredEntry
  /** Whether the buttons are disabled. */
  off: boolean
  onChanged: () => void
}

/** An entry: its text, where it comes from, how often it was used, and whether it helps. */
export function EntryRow({ measured: { entry, lift }, off, onChanged }: EntryRowProps) {
  const { act, busy, state } = useAct(EDIT_EXPERTISE, (data) => data.editExpertise)
  const [open, setOpen] = useState<'edit' | 'delete' | null>(null)
  const pin = async () => {
    if ((await act({ entryId: entry.id, pinned: !entry.pinned })) !== null) onChanged()
  }
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-1.5 border-(--hair) border-t py-2.5">
      <div className="min-w-0 flex-1 basis-80">
        <p className="whitespace-pre-wrap break-words">
          <span className="mr-2 font-mono text-(--text-3) text-[11.5px]">{entry.kind.toLowerCase()}</span>
          {entry.text}
        </p>
        <p className="mt-0.5 break-words text-(--text-3) text-[12px]">{facts(entry).join(' · ')}</p>
        <ActNotice state={state} notDone="Not changed." notKnown="It is not known whether the entry was changed.">
          The page shows the entry as it is.
        </ActNotice>
      </div>
      <div className="flex w-[230px] flex-col gap-0.5 text-[12px] max-[719px]:w-full">
        <LiftLine lift={lift} />
        <span>{verdictWords(lift)}</span>
        <span className="text-(--text-3)">
          {countWords(lift)}
          {lift.success !== null && `; ${basisWords(lift)}`}
        </span>
      </div>
      <div className="flex gap-2 max-[719px]:w-full">
        <Button className="w-[60px]" disabled={off || busy} aria-pressed={entry.pinned} onClick={() => void pin()}>
          {entry.pinned ? 'Unpin' : 'Pin'}
        </Button>
        <Button disabled={off} onClick={() => setOpen('edit')}>
          Edit…
        </Button>
        <Button disabled={off} onClick={() => setOpen('delete')}>
          Delete…
        </Button>
      </div>
      {open === 'edit' && <EditEntry entry={entry} onDone={() => setOpen(null)} onChanged={onChanged} />}
      <DeleteEntry entry={entry} open={open === 'delete'} onDone={() => setOpen(null)} onDeleted={onChanged} />
    </li>
  )
}

function facts({ evidence, isByPerson, pinned, found, uses, doubts, paths }: Entry): string[] {
  const [newest] = evidence
  const commit = newest?.commit ? `, commit ${shortCommit(newest.commit)}` : ''
  return [
    pinned ? 'pinned' : null,
    isByPerson ? 'written by a person' : null,
    newest ? `shown by session ${newest.session}, task ${newest.taskKey}${commit}` : null,
    newest?.learningSession ? `said by the model of session ${newest.learningSession}` : null,
    found > 1 ? `shown ${plural(found, 'time')}` : null,
    `in ${plural(uses, 'prompt')}`,
    doubts > 0 ? `its files changed in ${plural(doubts, 'session')} since` : null,
    paths.length > 0 ? paths.join(', ') : null,
  ].filter((fact) => fact !== null)
}
