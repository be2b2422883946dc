'use client'

import { isRunEnded } from '../marks/statuses.ts'
import { EndedRun } from './ended-run.tsx'
import { FilterResults } from './filter-results.tsx'
import type { taskFilter } from './filter-tasks.ts'
import { OutputPane } from './output-pane.tsx'
import { Pane } from './pane.tsx'
import type { RunScreenProps } from './run-screen-props.ts'
import { TaskFacts } from './task-facts-list.tsx'

export type BelowBoardProps = RunScreenProps & { matches: ReturnType<typeof taskFilter>; onOpen: (key: string) => void }

/** What lies below the board: what matches the filter, how the run ended, or the output of the selected task. */
export function BelowBoard({ view, now, stale, task, session, output, onSelect, matches, onOpen }: BelowBoardProps) {
  if (matches)
    return (
      <Pane>
        <FilterResults
          view={view}
          matches={matches}
          selected={task?.key ?? null}
          now={now}
          onSelect={onSelect}
          onOpen={onOpen}
        />
      </Pane>
    )
  if (isRunEnded(view.status)) return <EndedRun view={view} />
  if (!task) return <Pane>{null}</Pane>
  const last = output.lines.at(-1)
  return (
    <Pane>
      <OutputPane
        view={view}
        task={task}
        session={session}
        lines={output.lines}
        live={!stale && session?.status === 'RUNNING'}
        facts={
          <TaskFacts
            view={view}
            task={task}
            session={session}
            lastOutputAt={last ? Date.parse(last.at) : null}
            now={now}
          />
        }
      />
    </Pane>
  )
}
