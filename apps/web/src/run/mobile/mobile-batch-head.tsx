import { StatusGlyph } from '../../marks/status-glyph.tsx'
import { clock, plural } from '../../words/format.ts'
import { countTasks } from '../view/counts.ts'
import { batchElapsed } from '../view/elapsed.ts'
import type { BatchView, TaskView } from '../view/run-view.ts'

/** The head of a batch on a phone: its name and its number of tasks. A tap shows or hides the tasks. */
export function MobileBatchHead({
  batch,
  tasks,
  open,
  now,
  onToggle,
}: {
  batch: BatchView
  tasks: readonly TaskView[]
  open: boolean
  now: number
  onToggle: () => void
}) {
  const { completed, total } = countTasks(tasks)
  const elapsed = batchElapsed(batch, now)
  const begun = batch.startedAt !== null
  return (
    <button
      type="button"
      aria-expanded={open}
      onClick={onToggle}
      className="flex h-11 w-full items-center gap-[7px] whitespace-nowrap"
    >
      <StatusGlyph status={batch.status} />
      <b className="font-semibold">Batch {batch.number}</b>
      <span className="text-(--text-2)">{begun ? `${completed} of ${total}` : plural(total, 'task')}</span>
      <span className="ml-auto text-(--text-3)">{elapsed === null ? (open ? '' : '›') : clock(elapsed)}</span>
    </button>
  )
}
