'use client'

import { useMemo, useRef, useState } from 'react'
import { useWidth } from '../hooks/use-width.ts'
import { StatusGlyph } from '../marks/status-glyph.tsx'
import { isTaskEnded } from '../marks/statuses.ts'
import { RootLine } from '../track/root-line.tsx'
import { Stems } from '../track/stems.tsx'
import { clock, plural } from '../words/format.ts'
import { PLANNED, type PlannedColumn, planTrack } from './planned-track.ts'
import type { PlannedTask, ProjectData } from './project-documents.ts'

/** The next run as a track of batches: dotted, for nothing of it exists; its critical path heavy. */
export function PlannedRun({ project }: { project: ProjectData }) {
  const { plan, baseBranch } = project
  const critical = useMemo(() => new Set(plan.criticalPath.map((task) => task.key)), [plan])
  return (
    <section aria-label="Next run" className="flex-none max-[1079px]:order-1">
      <div className="flex min-h-10 flex-wrap items-center gap-x-2.5 px-6 max-[719px]:px-4">
        <h2 className="font-semibold">Next run</h2>
        <span className="text-(--text-2)">
          {plural(plan.totalTasks, 'task')} in {plural(plan.batches.length, 'batch', 'batches')}
        </span>
        <span className="ml-auto flex items-center gap-2.5 text-(--text-2)">
          <svg aria-hidden="true" width="24" height="8">
            <path d="M0 4H24" stroke="var(--ink)" strokeWidth="2.5" strokeDasharray="2 3" />
          </svg>
          Critical path, {plural(critical.size, 'task')}
        </span>
      </div>
      <Track batches={plan.batches} critical={critical} baseBranch={baseBranch} />
    </section>
  )
}

interface TrackProps {
  batches: ProjectData['plan']['batches']
  critical: ReadonlySet<string>
  baseBranch: string
}

function Track({ batches, critical, baseBranch }: TrackProps) {
  const frame = useRef<HTMLDivElement>(null)
  const available = useWidth(frame)
  const [unfolded, setUnfolded] = useState<ReadonlySet<number>>(new Set())
  const track = planTrack(batches, critical, available ?? 0, unfolded)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard too
    <section ref={frame} aria-label="Batches" tabIndex={0} className="overflow-x-auto [scrollbar-width:thin]">
      {available !== null && (
        <div className="relative" style={{ width: track.width, height: track.height }}>
          <Stems drawing={track.stems} width={track.width} height={track.height} />
          <svg className="absolute top-0 left-0" width={track.width} height={track.height} aria-hidden="true">
            <path d={track.criticalPath} fill="none" stroke="var(--ink)" strokeWidth="2.5" strokeDasharray="2 3" />
          </svg>
          <RootLine
            drawing={track.root}
            width={track.width}
            height={track.height}
            ringTitle={(index) => (index === 0 ? `Cut from ${baseBranch}` : `Batch ${index + 1} is cut here`)}
            joinTitle={() => ''}
            endTitle={`Delivered to ${baseBranch}`}
          />
          <span
            className="absolute left-[42px] whitespace-nowrap font-mono text-(--text-2) leading-[14px]"
            style={{ top: PLANNED.rootY - 19 }}
          >
            {baseBranch}
          </span>
          {track.columns.map((column) => (
            <Column
              key={column.number}
              column={column}
              onUnfold={() => setUnfolded((before) => new Set([...before, column.number]))}
            />
          ))}
        </div>
      )}
    </section>
  )
}

function Column({ column, onUnfold }: { column: PlannedColumn<PlannedTask>; onUnfold: () => void }) {
  return (
    <section aria-label={`Batch ${column.number}`}>
      <h3 className="absolute top-2 flex items-center gap-1.5 whitespace-nowrap font-normal" style={{ left: column.x }}>
        <StatusGlyph status="PENDING" label="" />
        <b className="font-semibold">Batch {column.number}</b>
        <span className="text-(--text-2)">{plural(column.total, 'task')}</span>
      </h3>
      <ul>
        {column.rows.map(({ task, critical }, index) => (
          <li
            key={task.key}
            title={task.description}
            className="absolute flex h-[18px] items-center gap-2"
            style={rowPlace(column, index)}
          >
            <span className={`min-w-0 truncate ${critical ? 'font-semibold' : 'text-(--text-2)'}`}>{task.key}</span>
            <span className="min-w-0 flex-[1_1_0] truncate text-(--text-3) text-[11.5px]">{task.epic.key}</span>
            <LastTime task={task} />
          </li>
        ))}
      </ul>
      {column.folded > 0 && (
        <button
          type="button"
          onClick={onUnfold}
          className="absolute text-left text-(--text-2) underline decoration-(--line) underline-offset-3"
          style={rowPlace(column, column.rows.length)}
        >
          {plural(column.folded, 'more task')}
        </button>
      )}
    </section>
  )
}

const rowPlace = (column: PlannedColumn<PlannedTask>, index: number) => ({
  left: column.x + 18,
  width: column.right - column.x - 18,
  top: PLANNED.top + index * PLANNED.rowHeight + 9,
})

/** How long it took when it was tried last. */
function LastTime({ task: { latest } }: { task: PlannedTask }) {
  if (latest?.durationMs == null || !isTaskEnded(latest.status)) return null
  return (
    <span className="ml-auto text-(--text-3)" title={`The last try ended ${latest.status} after this time`}>
      {clock(latest.durationMs)}
    </span>
  )
}
