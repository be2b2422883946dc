'use client'

import { isRunEnded } from '../marks/statuses.ts'
import type { SessionOutput } from '../transcript/use-session-output.ts'
import { ConnectionBar } from '../ui/connection-bar.tsx'
import { saidAloud } from '../words/said.ts'
import { CaughtUp } from './caught-up.tsx'
import { countTasks } from './counts.ts'
import { headline } from './headline.ts'
import type { LiveRun } from './live-run.ts'
import { MobileRun } from './mobile-run.tsx'
import type { RunEvent } from './run-event.ts'
import type { RunView, SessionView, TaskView } from './run-view.ts'
import { SpokenState } from './spoken-state.tsx'
import type { Activity } from './use-activity.ts'
import { useNarrow } from './use-narrow.ts'
import { WideRun } from './wide-run.tsx'

/** What both layouts of the run's page show. */
export interface RunScreenProps {
  view: RunView
  /** The clock; it stands while what is shown may no longer be true. */
  now: number
  stale: boolean
  activity: ReadonlyMap<string, Activity>
  /** The task whose output is shown. */
  task: TaskView | null
  /** The key that a person chose; null: the page chose. */
  chosen: string | null
  session: SessionView | null
  output: SessionOutput
  events: readonly RunEvent[]
  onSelect: (key: string) => void
  onCancel: () => void
  /** Asked for once something needs the run's events from the first on. */
  onWantEvents: () => void
}

export interface RunFrameProps extends RunScreenProps {
  live: LiveRun
  onRetry: () => void
}

function spoken(view: RunView, now: number): string {
  const { head, cause } = headline(view, now)
  const { completed, total } = countTasks(view.tasks)
  return `${head}. ${saidAloud(cause)}. ${completed} of ${total} completed.`
}

/** The run between the bar and the edge of the window; greyed while the wire is cut. */
export function RunScreen({ live, onRetry, ...props }: RunFrameProps) {
  const { view, now, stale } = props
  const narrow = useNarrow()
  const Layout = narrow ? MobileRun : WideRun
  return (
    <>
      {live.connection.state !== 'opening' && (
        <ConnectionBar connection={live.connection} asOf={`event ${view.lastSequence}`} onTryNow={onRetry}>
          {isRunEnded(view.status)
            ? null
            : `Run ${view.number} goes on without this page. What you miss is played back, counted.`}
        </ConnectionBar>
      )}
      {live.connection.state !== 'lost' && live.caughtUp && <CaughtUp key={live.caughtUp.at} {...live.caughtUp} />}
      <SpokenState words={stale ? 'Connection lost.' : spoken(view, now)} />
      <div data-stale={stale ? '' : undefined} className="flex min-h-0 flex-1 flex-col">
        <Layout {...props} />
      </div>
    </>
  )
}
