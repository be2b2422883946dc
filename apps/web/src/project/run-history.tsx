import { StatusGlyph } from '../marks/status-glyph.tsx'
import { ChevronDown } from '../ui/icons.tsx'
import { count, plural } from '../words/format.ts'
import { historyKind } from './delivery-words.ts'
import { historyTrack } from './history-track.ts'
import type { ProjectData } from './project-documents.ts'
import { RUN_COLUMNS, RunRow } from './run-row.tsx'
import { UprightHistory } from './upright-history.tsx'

const LEGEND = ['COMPLETED', 'FAILED', 'CONFLICT', 'SKIPPED', 'CANCELLED'] as const

export interface RunHistoryProps {
  project: ProjectData
  now: number
  onMore: () => void
}

/** The list of runs, newest first. The drawing beside it shows where the work of each run is. */
export function RunHistory({ project, now, onMore }: RunHistoryProps) {
  const runs = project.runs.edges.map((edge) => edge.node)
  const older = project.runs.totalCount - runs.length
  const priced = runs.some((run) => run.costUsd > 0)
  const kinds = runs.map((run) => historyKind(runs, run))
  return (
    <section aria-label="Runs" className="border-(--hair) border-t pb-6 max-[1079px]:order-3">
      <div className="flex min-h-10 items-center gap-2.5 px-6 max-[719px]:px-4">
        <h2 className="font-semibold">Runs</h2>
        <span className="text-(--text-2)">
          {count(project.runs.totalCount)}, on <code>{project.baseBranch}</code>
        </span>
        <Legend />
      </div>
      <div
        aria-hidden="true"
        className={`${RUN_COLUMNS} mr-7 ml-[62px] h-5 text-(--text-3) text-[11.5px] max-[899px]:hidden`}
      >
        <span />
        <span>Started</span>
        <span className="max-[1279px]:hidden">Strategy, isolation</span>
        <span>Tasks</span>
        <span>Completed</span>
        <span className="text-right">Took</span>
        {priced && <span className="text-right">Cost</span>}
        <span className="text-right">Delivered</span>
      </div>
      <div className="relative">
        <UprightHistory track={historyTrack(kinds, older > 0)} />
        <ol className="mr-7 ml-[62px] max-[899px]:mx-6 max-[719px]:mx-4">
          {runs.map((run) => (
            <RunRow key={run.id} run={run} runs={runs} projectId={project.id} now={now} priced={priced} />
          ))}
        </ol>
      </div>
      {older > 0 && (
        <button
          type="button"
          onClick={onMore}
          className="ml-[62px] flex h-8 items-center gap-1.5 text-(--text-2) hover:text-(--text) max-[719px]:mx-4 max-[719px]:h-11 max-[899px]:ml-6"
        >
          {plural(older, 'older run')} <ChevronDown />
        </button>
      )}
    </section>
  )
}

const Legend = () => (
  <span aria-hidden="true" className="ml-auto flex gap-3.5 text-(--text-3) text-[11px] max-[899px]:hidden">
    {LEGEND.map((status) => (
      <span key={status} className="flex items-center gap-1">
        <StatusGlyph status={status} size={11} label="" /> {status}
      </span>
    ))}
  </span>
)
