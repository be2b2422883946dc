import { isRunEnded } from '../../marks/statuses.ts'
import { RootLine } from '../../track/root-line.tsx'
import { drawRoot } from '../../track/track-geometry.ts'
import { clock, plural, shortCommit } from '../../words/format.ts'
import { cutFrom } from '../view/cut-from.ts'
import { batchElapsed } from '../view/elapsed.ts'
import type { RunView } from '../view/run-view.ts'
import { BatchHead } from './batch-head.tsx'
import { type BoardColumn, type BoardLayout, hasUnfolded } from './board-layout.ts'

function RefLabel({ name, commit }: { name: string | null; commit: string | null }) {
  return (
    <span className="font-mono text-[11.5px] text-(--text-3)">
      {name && <b className="font-medium text-(--text-2)">{name}</b>} {commit && shortCommit(commit)}
    </span>
  )
}

/** The label at the start of a batch: the branch and the commit. If there are many batches, it shows only the duration of the batch. */
function RingLabel({
  view,
  layout,
  column,
  now,
}: {
  view: RunView
  layout: BoardLayout
  column: BoardColumn
  now: number
}) {
  if (!column.started) return null
  if (layout.density === 'packed') {
    const elapsed = column.kind === 'settled' ? batchElapsed(column.batch, now) : null
    return elapsed === null ? null : <span className="text-[11.5px] text-(--text-3)">{clock(elapsed)}</span>
  }
  const { number } = column.batch
  const commit = cutFrom(view, number)
  const name = number === 1 ? view.baseBranch : column.kind === 'running' ? view.branch : null
  return <RefLabel name={name} commit={commit} />
}

function EndLabel({ view }: { view: RunView }) {
  const { status, commit } = view.delivery
  if (status === 'DELIVERED') return <RefLabel name={view.baseBranch} commit={commit} />
  const words = !isRunEnded(view.status)
    ? 'when the run ends'
    : status === 'REFUSED'
      ? 'did not move'
      : status === 'UNDONE'
        ? 'no longer has the work'
        : 'has not moved'
  return (
    <span className="text-[12px] text-(--text-3)">
      <RefLabel name={view.baseBranch} commit={null} /> {words}
    </span>
  )
}

export interface BoardHeadProps {
  view: RunView
  layout: BoardLayout
  now: number
  unfolded: ReadonlySet<string>
  onFold: (batchNumber: number) => void
}

/** The top of the board: the heads of the batches and the line of the run's branch (the root). It stays visible while the rows scroll. */
export function BoardHead({ view, layout, now, unfolded, onFold }: BoardHeadProps) {
  const { columns, measures, width, endX } = layout
  const delivered = view.delivery.status === 'DELIVERED'
  const root = drawRoot(columns, measures, { x: endX, delivered })
  const joinTitle = (column: number, row: number) => {
    const entry = columns[column]?.entries[row]
    if (entry?.kind !== 'task') return `${plural(entry?.count ?? 0, 'merged task')}`
    const { key, commit } = entry.task
    return commit ? `${key} is merged as ${shortCommit(commit)}` : `${key} merges into ${view.branch}`
  }
  return (
    <div className="sticky top-0 z-20 bg-(--bg)" style={{ width, height: measures.rootY }}>
      {columns.map((column) => (
        <div key={column.batch.number}>
          <BatchHead
            column={column}
            now={now}
            onFold={hasUnfolded(column.batch, unfolded) ? () => onFold(column.batch.number) : null}
          />
          <div
            className="absolute truncate leading-[14px] whitespace-nowrap"
            style={{ left: column.x + 18, top: measures.rootY - 19, maxWidth: column.width - 24 }}
          >
            <RingLabel view={view} layout={layout} column={column} now={now} />
          </div>
        </div>
      ))}
      {layout.density !== 'packed' && (
        <div className="absolute right-6 leading-[14px] whitespace-nowrap" style={{ top: measures.rootY - 20 }}>
          <EndLabel view={view} />
        </div>
      )}
      <RootLine
        drawing={root}
        width={width}
        height={measures.rootY + 8}
        ringTitle={(index) => `Batch ${columns[index]?.batch.number} starts here`}
        joinTitle={joinTitle}
        endTitle={delivered ? `Delivered to ${view.baseBranch}` : `Not delivered to ${view.baseBranch} yet`}
      />
    </div>
  )
}
