'use client'

import { taskSession } from '@coppice/run-model'
import { useMemo, useRef, useState } from 'react'
import { useWidth } from '../../hooks/use-width.ts'
import { isRunEnded, isTaskEnded } from '../../marks/statuses.ts'
import { Upright } from '../../track/upright.tsx'
import { drawUpright, UPRIGHT_ROW } from '../../track/upright-geometry.ts'
import { shortCommit } from '../../words/format.ts'
import { lastLineOf } from '../live/last-line.ts'
import type { Activity } from '../live/use-activity.ts'
import { RowNoteLine } from '../parts/row-note-line.tsx'
import { stemOf } from '../parts/stem-of.ts'
import { TaskLink } from '../parts/task-link.tsx'
import { countTasks } from '../view/counts.ts'
import { cutFrom } from '../view/cut-from.ts'
import { indexDependencies } from '../view/dependents.ts'
import { typicalAgentMs } from '../view/phase-fraction.ts'
import { rowNote } from '../view/row-note.ts'
import { type BatchView, type RunView, type TaskView, tasksOf } from '../view/run-view.ts'
import { MobileBatchHead } from './mobile-batch-head.tsx'
import { MobileTaskRow } from './mobile-task-row.tsx'

export interface MobileTasksProps {
  view: RunView
  now: number
  activity: ReadonlyMap<string, Activity>
}

/**
 * Whether a batch shows its tasks before a person taps it: when it is active, and when the run has ended and one of its tasks needs a
 * person.
 */
function opensByItself(batch: BatchView, tasks: readonly TaskView[], ended: boolean): boolean {
  if (batch.status === 'RUNNING') return true
  return ended && tasks.some((task) => task.status === 'FAILED' || task.status === 'CONFLICT')
}

/** The batches and tasks of a run on a phone, with the run's branch as a vertical line. */
export function MobileTasks({ view, now, activity }: MobileTasksProps) {
  const frame = useRef<HTMLDivElement>(null)
  const width = useWidth(frame) ?? 375
  const [toggled, setToggled] = useState<ReadonlySet<number>>(new Set())
  const ended = isRunEnded(view.status)
  const delivered = view.delivery.status === 'DELIVERED'
  const index = useMemo(() => indexDependencies(view.tasks), [view.tasks])
  const typicalMs = useMemo(() => typicalAgentMs(view), [view])
  const sections = view.batches.map((batch) => {
    const tasks = tasksOf(view, batch.number)
    const open = opensByItself(batch, tasks, ended) !== toggled.has(batch.number)
    return {
      batch,
      tasks,
      open,
      started: batch.startedAt !== null,
      settled: tasks.every((task) => isTaskEnded(task.status)),
      merged: countTasks(tasks).completed,
      rows: open ? tasks.map(stemOf) : [],
    }
  })
  const track = drawUpright(sections, width, delivered)
  const toggle = (number: number) =>
    setToggled((old) => {
      const next = new Set(old)
      if (!next.delete(number)) next.add(number)
      return next
    })
  return (
    <div ref={frame} className="relative" style={{ height: track.height + 12 }}>
      <Upright track={track} width={width} delivered={delivered} />
      {sections.map(({ batch, tasks, open, started }, i) => {
        const place = track.places[i]
        if (!place) return null
        const commit = cutFrom(view, batch.number)
        return (
          <div key={batch.number}>
            <div className="absolute right-[18px] left-11" style={{ top: place.y - 22 }}>
              <MobileBatchHead
                batch={batch}
                tasks={tasks}
                open={open}
                now={now}
                onToggle={() => toggle(batch.number)}
              />
              {!open && started && (
                <p className="-mt-1.5 truncate text-[12px] leading-[18px] text-(--text-2)">
                  <span className="block font-mono text-[11.5px] text-(--text-3)">
                    {commit ? shortCommit(commit) : view.baseBranch}
                  </span>
                  {tasks.map((task) => task.key).join(', ')}
                </p>
              )}
            </div>
            {open &&
              tasks.map((task, row) => (
                <div
                  key={task.key}
                  className="absolute right-[18px] left-[52px]"
                  style={{ top: place.rowsTop + row * UPRIGHT_ROW, height: UPRIGHT_ROW }}
                >
                  <TaskLink run={view} taskKey={task.key} className="block h-full pt-2.5">
                    <MobileTaskRow
                      view={view}
                      task={task}
                      now={now}
                      typicalMs={typicalMs}
                      note={
                        <RowNoteLine
                          note={rowNote(view, index, task, lastLineOf(activity, task.key, taskSession(task)), now)}
                        />
                      }
                    />
                  </TaskLink>
                </div>
              ))}
          </div>
        )
      })}
      <p className="absolute left-11 text-(--text-2)" style={{ top: track.endY - 9 }}>
        Delivery <b className="font-semibold">{view.delivery.status.toLowerCase()}</b>, to{' '}
        <span className="font-mono text-[11.5px]">{view.baseBranch}</span>
      </p>
    </div>
  )
}
