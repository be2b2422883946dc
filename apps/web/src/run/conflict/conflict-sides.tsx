'use client'

import { useQuery } from 'urql'
import { StatusGlyph } from '../../marks/status-glyph.tsx'
import { shortCommit } from '../../words/format.ts'
import type { TaskView } from '../view/run-view.ts'
import { CONFLICT, type ConflictFile, type ConflictSide } from './conflict-documents.ts'
import { ThreeWayDiff } from './three-way-diff.tsx'

const COLUMNS =
  'grid grid-cols-[minmax(0,3fr)_minmax(0,7fr)_minmax(0,5fr)_auto] gap-x-4 max-[1000px]:grid-cols-1 max-[1000px]:gap-y-1'

export interface ConflictSidesProps {
  task: TaskView
  /** Whether the sides of a file are below each other. On a narrow screen they always are. */
  stacked?: boolean
}

/** Shows, for each file in conflict, the merged tasks that changed it first and what this task changed in it (D4). */
export function ConflictSides({ task, stacked = false }: ConflictSidesProps) {
  const [{ data }] = useQuery({ query: CONFLICT, variables: { id: task.id } })
  const conflict = data?.node?.__typename === 'RunTask' ? data.node.conflict : null
  const files = new Map(conflict?.files.map((file) => [file.path, file]))
  const columns = stacked ? 'grid gap-y-1' : COLUMNS
  return (
    <div>
      {!stacked && (
        <div aria-hidden className={`${COLUMNS} pb-1 text-(--text-3) max-[1000px]:hidden`}>
          <span>File</span>
          <span>Merged first</span>
          <span>This task</span>
          <span className="invisible">Three-way diff</span>
        </div>
      )}
      <ul>
        {task.conflictFiles.map((path) => (
          <li key={path} className={`${columns} items-baseline border-t border-(--hair) py-[6px]`}>
            <span className="font-mono break-all">{path}</span>
            <FileSides task={task} path={path} file={files.get(path)} />
          </li>
        ))}
      </ul>
    </div>
  )
}

function FileSides({ task, path, file }: { task: TaskView; path: string; file: ConflictFile | undefined }) {
  if (!file) return null
  const { mergedFirst, thisTask } = file
  return (
    <>
      <span className="grid gap-y-1">
        {mergedFirst.map((side) => (
          <Side key={side.taskKey} side={side} status="COMPLETED" label="Merged first:" />
        ))}
        {mergedFirst.length === 0 && <span className="text-(--text-3)">Merged first: no task of this run</span>}
      </span>
      <Side side={thisTask} status="CONFLICT" label="This task:" />
      <span>
        <ThreeWayDiff runTaskId={task.id} path={path} />
      </span>
    </>
  )
}

interface SideProps {
  side: ConflictSide
  status: 'COMPLETED' | 'CONFLICT'
  label: string
}

function Side({ side, status, label }: SideProps) {
  return (
    <span className="flex min-w-0 items-baseline gap-x-1.5">
      <span className="self-center">
        <StatusGlyph status={status} size={12} label={label} />
      </span>
      <span className="max-w-3/5 shrink-0 truncate">{side.taskKey}</span>
      <span className="font-mono text-(--text-2)">{shortCommit(side.commit)}</span>
      <span title={side.description} className="min-w-0 truncate text-(--text-3)">
        {side.description}
      </span>
      <Lines side={side} />
    </span>
  )
}

function Lines({ side: { added, removed } }: { side: ConflictSide }) {
  const words = added === null || removed === null ? 'binary' : `+${added} −${removed}`
  return <span className="whitespace-nowrap text-(--text-2) tabular-nums">{words}</span>
}
