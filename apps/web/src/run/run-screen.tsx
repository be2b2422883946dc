'use client'

import { useNarrow } from '../hooks/use-narrow.ts'
import { isRunEnded } from '../marks/statuses.ts'
import { ConnectionBar } from '../ui/connection-bar.tsx'
import { sentenceText } from '../words/sentence.ts'
import { HoldNotices } from './control/hold-notice.tsx'
import { ReopenedNotice } from './control/reopened-notice.tsx'
import { RunControlNotice } from './control/run-control-notice.tsx'
import { useRunControl } from './control/use-run-control.ts'
import type { LiveRun } from './live/live-run.ts'
import { MobileRun } from './mobile/mobile-run.tsx'
import { CaughtUp } from './parts/caught-up.tsx'
import type { RunScreenProps } from './parts/run-screen-props.ts'
import { QuestionList } from './question/question-list.tsx'
import { SpokenState } from './spoken-state.tsx'
import { countTasks } from './view/counts.ts'
import { headline } from './view/headline.ts'
import type { RunView } from './view/run-view.ts'
import { WideRun } from './wide-run.tsx'

export interface RunFrameProps extends Omit<RunScreenProps, 'control'> {
  live: LiveRun
  onRetry: () => void
  /** Called when the server has confirmed how many slots the run has. */
  onSlotsSettled: (maxConcurrency: number) => void
}

function spoken(view: RunView, now: number): string {
  const { head, cause } = headline(view, now)
  const { completed, total } = countTasks(view.tasks)
  return `${head}. ${sentenceText(cause).replace(/\.$/, '')}. ${completed} of ${total} completed.`
}

/** The content of a run's page. It is grey while the connection is lost. */
export function RunScreen({ live, onRetry, onSlotsSettled, ...props }: RunFrameProps) {
  const { view, now, stale } = props
  const narrow = useNarrow()
  const control = useRunControl(view, stale, onSlotsSettled)
  const Layout = narrow ? MobileRun : WideRun
  return (
    <>
      {live.connection.state !== 'opening' && (
        <ConnectionBar connection={live.connection} asOf={`event ${view.lastSequence}`} onTryNow={onRetry}>
          {isRunEnded(view.status)
            ? null
            : `Run ${view.number} continues without this page. When the connection is back, the page catches up on what you missed.`}
        </ConnectionBar>
      )}
      {live.connection.state !== 'lost' && live.caughtUp && <CaughtUp key={live.caughtUp.at} {...live.caughtUp} />}
      <SpokenState words={stale ? 'Connection lost.' : spoken(view, now)} />
      <div data-stale={stale ? '' : undefined} className="flex min-h-0 flex-1 flex-col">
        <RunControlNotice view={view} control={control} />
        <ReopenedNotice view={view} />
        <HoldNotices view={view} now={now} off={control.off} />
        <QuestionList view={view} stale={stale} />
        <Layout {...props} control={control} />
      </div>
    </>
  )
}
