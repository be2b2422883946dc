'use client'

import { taskSession } from '@coppice/run-model'
import { useMemo, useRef } from 'react'
import { useWidth } from '../../hooks/use-width.ts'
import { Stems } from '../../track/stems.tsx'
import { drawStems } from '../../track/track-geometry.ts'
import { lastLineOf } from '../live/last-line.ts'
import { usageWords } from '../live/usage-words.ts'
import type { Activity } from '../live/use-activity.ts'
import { indexDependencies } from '../view/dependents.ts'
import { typicalAgentMs } from '../view/phase-fraction.ts'
import { rowNote } from '../view/row-note.ts'
import type { RunView, TaskView } from '../view/run-view.ts'
import { BoardHead } from './board-head.tsx'
import { type BoardLayout, layoutBoard } from './board-layout.ts'
import { BoardRow } from './board-row.tsx'
import { BoardTable } from './board-table.tsx'
import { FoldRow } from './fold-row.tsx'
import { type RowWindow, useRowWindow } from './use-row-window.ts'

export interface BoardProps {
  view: RunView
  ended: boolean
  now: number
  activity: ReadonlyMap<string, Activity>
  selected: string | null
  matches: ((task: TaskView) => boolean) | null
  unfolded: ReadonlySet<string>
  onSelect: (key: string) => void
  onUnfold: (id: string) => void
  onFold: (batchNumber: number) => void
}

function Rows({ layout, window, ...props }: BoardProps & { layout: BoardLayout; window: RowWindow }) {
  const { view, now, activity, selected, matches } = props
  const index = useMemo(() => indexDependencies(view.tasks), [view.tasks])
  const typicalMs = useMemo(() => typicalAgentMs(view), [view])
  return layout.columns.flatMap((column) =>
    column.entries.slice(window.from, window.to).map((entry, i) => {
      const row = window.from + i
      if (entry.kind === 'fold')
        return (
          <FoldRow key={entry.id} layout={layout} column={column} index={row} fold={entry} onUnfold={props.onUnfold} />
        )
      const { task } = entry
      return (
        <BoardRow
          key={task.key}
          layout={layout}
          column={column}
          index={row}
          task={task}
          note={rowNote(view, index, task, lastLineOf(activity, task.key, taskSession(task)), now)}
          usage={usageWords(activity, task.key, taskSession(task))}
          now={now}
          typicalMs={typicalMs}
          selected={selected === task.key}
          dimmed={matches !== null && !matches(task)}
          onSelect={props.onSelect}
        />
      )
    }),
  )
}

/** The board of a run. Each batch is a column, and each task is a row with its stem at the lower edge. */
export function Board(props: BoardProps) {
  const { view, ended, unfolded, matches } = props
  const scroller = useRef<HTMLDivElement>(null)
  const width = useWidth(scroller)
  const layout = useMemo(
    () => (width === null ? null : layoutBoard({ view, width, ended, unfolded })),
    [view, width, ended, unfolded],
  )
  const stems = useMemo(() => layout && drawStems(layout.columns, layout.measures), [layout])
  const window = useRowWindow(scroller, layout)
  return (
    <section ref={scroller} className="relative min-h-[140px] overflow-auto" aria-label={`Board of run ${view.number}`}>
      {layout && stems && (
        <div className="relative" style={{ width: layout.width, height: layout.height }}>
          <BoardHead view={view} layout={layout} now={props.now} unfolded={unfolded} onFold={props.onFold} />
          <div className={`pointer-events-none absolute inset-0 z-10 ${matches ? 'opacity-55' : ''}`}>
            <Stems drawing={stems} width={layout.width} height={layout.height} small={layout.density !== 'board'} />
          </div>
          <div className="absolute inset-0">
            <Rows {...props} layout={layout} window={window} />
          </div>
        </div>
      )}
      <BoardTable view={view} />
    </section>
  )
}
