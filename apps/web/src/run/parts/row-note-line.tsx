import { StatusGlyph } from '../../marks/status-glyph.tsx'
import type { RowNote } from '../view/row-note.ts'

/** At most this many needs of a task are shown. The others are counted: "and 2 more". */
const MOST_NEEDS = 3

/** The second line of a task's row. */
export function RowNoteLine({ note }: { note: RowNote }) {
  if (note.kind === 'mono') return <span className="truncate font-mono text-[11.5px] text-(--text-2)">{note.text}</span>
  if (note.kind === 'asks') return <span className="truncate font-medium text-(--held)">{note.text}</span>
  if (note.kind === 'words') return <span className="truncate">{note.text}</span>
  return (
    <span className="flex min-w-0 gap-2 overflow-hidden">
      <span className="text-(--text-3)">waits for</span>
      {note.needs.slice(0, MOST_NEEDS).map(({ key, status }) => (
        <span key={key} className="whitespace-nowrap">
          <StatusGlyph status={status} size={11} /> {key}
        </span>
      ))}
      {note.needs.length > MOST_NEEDS && (
        <span className="text-(--text-3)">and {note.needs.length - MOST_NEEDS} more</span>
      )}
    </span>
  )
}
