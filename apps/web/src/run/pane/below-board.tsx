'use client'

import { isRunEnded } from '../../marks/statuses.ts'
import { emptyWords } from '../../transcript/empty-words.ts'
import { EndedRun } from '../ended/ended-run.tsx'
import { lastLineOf } from '../live/last-line.ts'
import type { RunScreenProps } from '../parts/run-screen-props.ts'
import type { taskFilter } from '../view/filter-tasks.ts'
import { FilterResults } from './filter-results.tsx'
import { OutputPane } from './output-pane.tsx'
import { Pane } from './pane.tsx'
import { TaskFacts } from './task-facts-list.tsx'

export type BelowBoardProps = RunScreenProps & { matches: ReturnType<typeof taskFilter>; onOpen: (key: string) => void }

/** The area below the board: the matches of the filter, the end of the run, or the output of the selected task. */
export function BelowBoard(props: BelowBoardProps) {
  const { view, now, stale, activity, task, session, output, onSelect, matches, onOpen } = props
  if (matches)
    return (
      <Pane>
        <FilterResults
          view={view}
          matches={matches}
          activity={activity}
          selected={task?.key ?? null}
          now={now}
          onSelect={onSelect}
          onOpen={onOpen}
        />
      </Pane>
    )
  if (isRunEnded(view.status)) return <EndedRun view={view} stale={stale} />
  if (!task) return <Pane>{null}</Pane>
  return (
    <Pane>
      <OutputPane
        view={view}
        task={task}
        session={session}
        output={output}
        empty={emptyWords(session, output.connection, task ? lastLineOf(activity, task.key, session) : undefined)}
        stale={stale}
        live={!stale && session?.status === 'RUNNING'}
        facts={
          <TaskFacts
            view={view}
            task={task}
            session={session}
            lastOutputAt={output.lastAt === null ? null : Date.parse(output.lastAt)}
            now={now}
          />
        }
      />
    </Pane>
  )
}
