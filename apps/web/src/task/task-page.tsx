'use client'

import type { RunEvent } from '@coppice/run-model'
import { attemptRows, taskSession } from '@coppice/run-model'
import { useMemo } from 'react'
import { useRouteValue } from '../hooks/use-route-value.ts'
import { useUrlValue } from '../hooks/use-url-value.ts'
import { useNow } from '../live/use-now.ts'
import { isRunEnded } from '../marks/statuses.ts'
import { lastLineOf } from '../run/live/last-line.ts'
import { useActivity } from '../run/live/use-activity.ts'
import { useRun } from '../run/live/use-run.ts'
import { useRunEvents } from '../run/live/use-run-events.ts'
import { BoardSkeleton } from '../run/parts/board-skeleton.tsx'
import { CaughtUp } from '../run/parts/caught-up.tsx'
import { useTab } from '../run/parts/use-tab.ts'
import { verifyFailures } from '../run/view/evidence.ts'
import { projectAddress, runAddress } from '../shell/addresses.ts'
import { Shell } from '../shell/shell.tsx'
import { useSessionOutput } from '../transcript/use-session-output.ts'
import { ConnectionBar } from '../ui/connection-bar.tsx'
import { KeysSheet } from '../ui/keys-sheet.tsx'
import { Notice } from '../ui/notice.tsx'
import { unreadMessages } from './message/unread-messages.ts'
import { TaskScreen } from './task-screen.tsx'
import { taskTitle } from './task-words.ts'
import { TASK_KEYS, useTaskKeys } from './use-task-keys.ts'
import { useTaskSessions } from './use-task-sessions.ts'

const mergesIn = (events: readonly RunEvent[], except: string) =>
  events.flatMap((event) =>
    event.__typename === 'TaskMerged' && event.taskKey !== except
      ? [{ key: event.taskKey, at: Date.parse(event.at) }]
      : [],
  )

export function TaskPage() {
  const [runId, projectId, key] = [useRouteValue('runId'), useRouteValue('projectId'), useRouteValue('key')]
  const { retry, ...live } = useRun(runId)
  const { view, connection } = live
  const task = view?.tasks.find((candidate) => candidate.key === key) ?? null
  const stale = connection.state === 'lost'
  const now = useNow(stale ? connection.since : null)
  const events = useRunEvents(runId, task !== null)
  const [chosen, choose] = useUrlValue('session')
  const session = task?.sessions.find(({ id }) => id === chosen) ?? (task && taskSession(task)) ?? null
  const output = useSessionOutput(session?.id ?? null, session?.endedAt !== null)
  const active = view !== null && !isRunEnded(view.status)
  const activity = useActivity(runId, active && (connection.state === 'live' || connection.state === 'catching-up'))
  const detail = useTaskSessions(task)
  const rows = useMemo(() => (task ? attemptRows(task, events) : []), [task, events])
  const failures = useMemo(() => verifyFailures(events).get(key) ?? [], [events, key])
  const unread = useMemo(() => unreadMessages(events, session?.id ?? null), [events, session?.id])
  const merges = useMemo(() => mergesIn(events, key), [events, key])
  useTab(view, view && task && taskTitle(view, task))
  useTaskKeys(rows, session?.id ?? null, choose, runAddress(projectId, runId))

  const crumbs = [
    { label: view?.projectName ?? 'Project', href: projectAddress(projectId) },
    { label: view ? `Run ${view.number}` : 'Run', href: runAddress(projectId, runId) },
    { label: key },
  ]
  const absent = live.absent || (view !== null && task === null)
  return (
    <Shell crumbs={crumbs} connection={connection.state === 'opening' ? null : connection}>
      <div className="flex h-[calc(100dvh-40px)] flex-col max-[719px]:h-[calc(100dvh-48px)]">
        {absent && <Notice status="FAILED" title="This run has no such task." className="m-6" />}
        {connection.state !== 'opening' && (
          <ConnectionBar
            connection={connection}
            onTryNow={retry}
            {...(view ? { asOf: `event ${view.lastSequence}` } : {})}
          >
            {view && !isRunEnded(view.status)
              ? `Run ${view.number} continues without this page. When the connection is back, the page catches up on what you missed.`
              : null}
          </ConnectionBar>
        )}
        {connection.state !== 'lost' && live.caughtUp && <CaughtUp key={live.caughtUp.at} {...live.caughtUp} />}
        {!view && !absent && <BoardSkeleton />}
        {view && task && (
          <TaskScreen
            view={view}
            task={task}
            rows={rows}
            merges={merges}
            session={session}
            output={output}
            lastLine={lastLineOf(activity, key, session)}
            detail={detail}
            failures={failures}
            unread={unread}
            worktreePath={session?.endedAt === null ? session.worktreePath : null}
            now={now}
            stale={stale}
            onSelect={choose}
          />
        )}
        <KeysSheet keys={TASK_KEYS} />
      </div>
    </Shell>
  )
}
