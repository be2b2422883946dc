'use client'

import { useState } from 'react'
import { useQuery } from 'urql'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { plural } from '../../words/format.ts'
import { CONFLICT_TEXTS } from './conflict-documents.ts'
import { conflictLines, type Part } from './conflict-lines.ts'

const COLOURS: Readonly<Record<Part, string>> = {
  around: 'text-(--text-2)',
  'merged first': 'text-(--completed)',
  before: 'text-(--text-3)',
  'this task': 'text-(--conflict)',
  marker: 'font-semibold text-(--text)',
}

export interface ThreeWayDiffProps {
  runTaskId: string
  path: string
}

/** A button that opens a dialog with both sides of a conflict in one file and the text before both of them. */
export function ThreeWayDiff({ runTaskId, path }: ThreeWayDiffProps) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <button
        type="button"
        aria-label={`Three-way diff of ${path}`}
        onClick={() => setOpen(true)}
        className="whitespace-nowrap underline decoration-(--line-2) underline-offset-[3px] max-[719px]:min-h-11"
      >
        Three-way diff
      </button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        width={920}
        title={<span className="font-mono break-all">{path}</span>}
        actions={<Button onClick={() => setOpen(false)}>Close</Button>}
      >
        <ConflictText runTaskId={runTaskId} path={path} />
      </Dialog>
    </>
  )
}

function ConflictText({ runTaskId, path }: ThreeWayDiffProps) {
  const [{ data, error }] = useQuery({ query: CONFLICT_TEXTS, variables: { id: runTaskId } })
  if (error) return <p className="text-(--text-2)">The file could not be read: {error.message}</p>
  if (!data) return <p className="text-(--text-3)">Loading the file.</p>
  const conflict = data.node?.__typename === 'RunTask' ? data.node.conflict : null
  const text = conflict?.files.find((file) => file.path === path)?.text
  if (!text)
    return (
      <p className="text-(--text-2)">
        This file is binary, deleted, larger than 256 KiB or no longer in conflict. Merge the two commits to look at it.
      </p>
    )
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <pre tabIndex={0} className="overflow-x-auto font-mono text-[12px] leading-[17px]">
      {conflictLines(text).map((one) =>
        'hidden' in one ? (
          <span key={`before ${one.hidden}`} className="text-(--text-3)">
            {`     … ${plural(one.hidden, 'line')}\n`}
          </span>
        ) : (
          <span key={one.number} className={COLOURS[one.part]}>
            <span className="text-(--text-3) select-none">{`${String(one.number).padStart(4)} `}</span>
            {`${one.text}\n`}
          </span>
        ),
      )}
    </pre>
  )
}
