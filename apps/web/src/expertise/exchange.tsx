'use client'

import { type ChangeEvent, useId, useState } from 'react'
import { useClient } from 'urql'
import { useAct } from '../client/use-act.ts'
import { ActNotice } from '../ui/act-notice.tsx'
import { Button, buttonClass } from '../ui/button.tsx'
import { EXPERTISE_MARKDOWN, IMPORT_EXPERTISE } from './expertise-documents.ts'

export interface ExchangeProps {
  project: { id: string; name: string }
  /** Whether the import is disabled. */
  off: boolean
  onImported: () => void
}

/** The buttons that write the expertise of a project to a Markdown file, and read such a file. */
export function Exchange({ project, off, onImported }: ExchangeProps) {
  const client = useClient()
  const { act, busy, state } = useAct(IMPORT_EXPERTISE, (data) => data.importExpertise)
  const [words, setWords] = useState<string | null>(null)
  const id = useId()
  const save = async () => {
    const result = await client.query(EXPERTISE_MARKDOWN, { id: project.id }, { requestPolicy: 'network-only' })
    const text = result.data?.project?.expertiseMarkdown
    if (text === undefined) setWords('The entries could not be read.')
    else download(`${project.name}-expertise.md`, text)
  }
  const read = async (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.target.files?.[0]
    event.target.value = ''
    if (!file) return
    setWords(null)
    const result = await act({ projectId: project.id, source: await file.text() })
    if (result === null) return
    const kept = result.kept > 0 ? `, ${result.kept} kept as a person has corrected them` : ''
    const dropped = result.dropped > 0 ? `, ${result.dropped} not stored: a domain has at most 1,000 lines` : ''
    setWords(`${result.added} added, ${result.changed} changed${kept}${dropped}`)
    onImported()
  }
  return (
    <div className="ml-auto flex flex-wrap items-center gap-2 max-[719px]:ml-0 max-[719px]:w-full">
      {words !== null && (
        <span role="status" className="text-(--text-2) text-[12px]">
          {words}
        </span>
      )}
      <Button onClick={() => void save()}>Export</Button>
      <label
        htmlFor={id}
        aria-disabled={off || busy}
        className={buttonClass(
          'plain',
          off || busy
            ? 'cursor-not-allowed border-(--hair) bg-(--bg-2) text-(--text-3)'
            : 'cursor-pointer has-focus-visible:outline-2 has-focus-visible:outline-(--ink)',
        )}
      >
        {busy ? 'Importing' : 'Import…'}
        <input
          id={id}
          type="file"
          accept=".md,text/markdown"
          className="sr-only"
          disabled={off || busy}
          onChange={(event) => void read(event)}
        />
      </label>
      <ActNotice
        state={state}
        notDone="Nothing was imported."
        notKnown="It is not known whether the entries were imported."
      >
        Importing the same file again changes nothing.
      </ActNotice>
    </div>
  )
}

function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/markdown' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}
