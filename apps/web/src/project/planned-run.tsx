'use client'

import { useMemo, useRef, useState } from 'react'
import { useNarrow } from '../hooks/use-narrow.ts'
import { useWidth } from '../hooks/use-width.ts'
import { RootLine } from '../track/root-line.tsx'
import { Stems } from '../track/stems.tsx'
import { plural } from '../words/format.ts'
import { ChosenBar } from './choose/chosen-bar.tsx'
import type { Choice } from './choose/use-choice.ts'
import { PlannedColumn } from './planned-column.tsx'
import { PLANNED, PLANNED_TOUCH, planTrack } from './planned-track.ts'
import type { ProjectData } from './project-documents.ts'

export interface PlannedRunProps {
  project: ProjectData
  choice: Choice
  /** Whether the buttons that mark tasks done or drop them are disabled. */
  off: boolean
  onChange: () => void
}

/** Draws the next run: a column per batch. Its lines are dotted, because nothing of the run exists yet. Its critical path is bold. */
export function PlannedRun({ project, choice, off, onChange }: PlannedRunProps) {
  const { plan, baseBranch } = project
  const critical = useMemo(() => new Set(plan.criticalPath.map((task) => task.key)), [plan])
  return (
    <section aria-label="Next run" className="flex-none max-[1079px]:order-1">
      <div className="flex min-h-10 flex-wrap items-center gap-x-2.5 px-6 max-[719px]:px-4 max-[719px]:py-2">
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
      <ChosenBar choice={choice} off={off} onChange={onChange} />
      <Track batches={plan.batches} critical={critical} baseBranch={baseBranch} choice={choice} />
    </section>
  )
}

interface TrackProps {
  batches: ProjectData['plan']['batches']
  critical: ReadonlySet<string>
  baseBranch: string
  choice: Choice
}

function Track({ batches, critical, baseBranch, choice }: TrackProps) {
  const frame = useRef<HTMLDivElement>(null)
  const available = useWidth(frame)
  const measures = useNarrow() ? PLANNED_TOUCH : PLANNED
  const [unfolded, setUnfolded] = useState<ReadonlySet<number>>(new Set())
  const track = planTrack(batches, critical, available ?? 0, unfolded, measures)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
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
            ringTitle={(index) => (index === 0 ? `Starts from ${baseBranch}` : `Batch ${index + 1} starts here`)}
            joinTitle={() => ''}
            endTitle={`Delivered to ${baseBranch}`}
          />
          <span
            className="absolute left-[42px] whitespace-nowrap font-mono text-(--text-2) leading-[14px]"
            style={{ top: measures.rootY - 19 }}
          >
            {baseBranch}
          </span>
          {track.columns.map((column) => (
            <PlannedColumn
              key={column.number}
              column={column}
              measures={measures}
              choice={choice}
              onUnfold={() => setUnfolded((before) => new Set([...before, column.number]))}
            />
          ))}
        </div>
      )}
    </section>
  )
}
