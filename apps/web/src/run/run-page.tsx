'use client'

import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react'
import { useRouteValue } from '../hooks/use-route-value.ts'
import { useUrlValue } from '../hooks/use-url-value.ts'
import { useNow } from '../live/use-now.ts'
import { isRunEnded } from '../marks/statuses.ts'
import { projectAddress } from '../shell/addresses.ts'
import { Shell } from '../shell/shell.tsx'
import { mayAct, useViewer } from '../shell/use-viewer.ts'
import { useSessionOutput } from '../transcript/use-session-output.ts'
import { ConnectionBar } from '../ui/connection-bar.tsx'
import { Notice } from '../ui/notice.tsx'
import { count, timeOfDay } from '../words/format.ts'
import { SetBudgetDialog } from './budget/set-budget-dialog.tsx'
import { CancelRunDialog } from './cancel/cancel-run-dialog.tsx'
import { FollowAgain } from './live/follow-again.ts'
import { useActivity } from './live/use-activity.ts'
import { useRun } from './live/use-run.ts'
import { useRunEvents } from './live/use-run-events.ts'
import { BoardSkeleton } from './parts/board-skeleton.tsx'
import { useTab } from './parts/use-tab.ts'
import { RunScreen } from './run-screen.tsx'
import { chosenTask, latestSession } from './view/chosen-task.ts'
import type { RunView } from './view/run-view.ts'

/** The text in the bar for an ended run. On a phone it leaves out the number of the last event. */
function stillWords(view: RunView | null): ReactNode {
  if (!view?.finishedAt || !isRunEnded(view.status)) return undefined
  return (
    <span>
      Ended {timeOfDay(view.finishedAt)}
      <span className="max-[719px]:hidden"> · event {count(view.lastSequence)}</span>
    </span>
  )
}

/** The task whose output is shown. It stays the same while its agent is running. */
function useChosenTask(view: RunView | null) {
  const [chosen, choose] = useUrlValue('task')
  const shown = useRef<string | null>(null)
  const task = view && chosenTask(view, chosen, shown.current)
  useEffect(() => {
    shown.current = task?.key ?? null
  }, [task?.key])
  return { task, chosen, choose }
}

export function RunPage() {
  const runId = useRouteValue('runId')
  const projectId = useRouteValue('projectId')
  const { retry, amend, again, ...live } = useRun(runId)
  const { view, connection } = live
  const stale = connection.state === 'lost'
  const now = useNow(stale ? connection.since : null)
  const active = view !== null && !isRunEnded(view.status)
  const activity = useActivity(runId, active && (connection.state === 'live' || connection.state === 'catching-up'))
  const { task, chosen, choose } = useChosenTask(view)
  const session = latestSession(task)
  const output = useSessionOutput(session?.id ?? null, session?.endedAt !== null)
  const [wantsEvents, setWantsEvents] = useState(false)
  const events = useRunEvents(runId, wantsEvents)
  const [cancelling, setCancelling] = useState(false)
  const [settingBudget, setSettingBudget] = useState(false)
  const maySetBudget = mayAct(useViewer(), 'ADMIN') && active && view.status !== 'CANCELLING'
  const wantEvents = useCallback(() => setWantsEvents(true), [])
  useTab(view)

  const crumbs = [
    { label: view?.projectName ?? 'Project', href: projectAddress(view?.projectId ?? projectId) },
    { label: view ? `Run ${view.number}` : 'Run' },
  ]
  return (
    <Shell crumbs={crumbs} connection={connection.state === 'opening' ? null : connection} still={stillWords(view)}>
      <div className="flex h-[calc(100dvh-40px)] flex-col max-[719px]:h-[calc(100dvh-48px)]">
        {live.absent && <Notice status="FAILED" title="This run does not exist." className="m-6" />}
        {!view && !live.absent && connection.state === 'lost' && (
          <ConnectionBar connection={connection} onTryNow={retry} />
        )}
        {!view && !live.absent && <BoardSkeleton />}
        {view && (
          <FollowAgain value={again}>
            <RunScreen
              live={live}
              onRetry={retry}
              onSlotsSettled={(maxConcurrency) => amend({ maxConcurrency })}
              view={view}
              now={now}
              stale={stale}
              activity={activity}
              task={task}
              session={session}
              output={output}
              events={events}
              chosen={chosen}
              onSelect={choose}
              onCancel={() => setCancelling(true)}
              onSetBudget={maySetBudget ? () => setSettingBudget(true) : null}
              onWantEvents={wantEvents}
            />
          </FollowAgain>
        )}
        {view && <CancelRunDialog view={view} open={cancelling} onOpenChange={setCancelling} />}
        {view && settingBudget && <SetBudgetDialog view={view} stale={stale} onDone={() => setSettingBudget(false)} />}
      </div>
    </Shell>
  )
}
