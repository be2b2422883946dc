import type { ReactNode } from 'react'
import { StatusGlyph } from '../marks/status-glyph.tsx'
import { isTaskEnded } from '../marks/statuses.ts'
import { TaskPhase } from '../run/parts/task-phase.tsx'
import { taskElapsed } from '../run/view/elapsed.ts'
import { typicalAgentMs } from '../run/view/phase-fraction.ts'
import { markOf, type RunView, type TaskView } from '../run/view/run-view.ts'
import { taskSpend } from '../run/view/spend.ts'
import { Readout } from '../ui/readout.tsx'
import { clock, dollars, plural, shortCommit } from '../words/format.ts'
import { SentenceLine } from '../words/sentence-line.tsx'
import { taskCause, taskState } from './task-words.ts'

export interface TaskHeaderProps {
  view: RunView
  task: TaskView
  now: number
  stale: boolean
  worktreePath: string | null
  actions: ReactNode
}

function Facts({ view, task, now, worktreePath }: Omit<TaskHeaderProps, 'stale' | 'actions'>) {
  const elapsed = taskElapsed(task, now)
  const { usd } = taskSpend(task)
  return (
    <>
      {!isTaskEnded(task.status) && task.phase && (
        <Readout
          value={
            <span className="flex h-[22px] items-center">
              <TaskPhase task={task} now={now} typicalMs={typicalAgentMs(view)} word={false} />
            </span>
          }
          label={task.phase.toLowerCase()}
        />
      )}
      {elapsed !== null && <Readout value={clock(elapsed)} label={isTaskEnded(task.status) ? 'took' : 'since start'} />}
      {task.sessions.length > 0 && <Readout value={dollars(usd)} label={plural(task.sessions.length, 'session')} />}
      <Readout value={task.epicKey} label={`epic, batch ${task.batchNumber}`} />
      {worktreePath && (
        <Readout
          value={
            <span className="font-mono" title={worktreePath}>
              {worktreePath.split('/').slice(-3).join('/')}
            </span>
          }
          label="worktree"
        />
      )}
      {task.commit && (
        <Readout
          value={
            <span className="font-mono" title={task.commit}>
              {shortCommit(task.commit)}
            </span>
          }
          label="merged as"
        />
      )}
    </>
  )
}

/** The head of a task's page: the task, its state, and its figures. */
export function TaskHeader({ view, task, now, stale, worktreePath, actions }: TaskHeaderProps) {
  return (
    <section className="flex min-h-[68px] flex-none items-start gap-x-[30px] overflow-hidden px-6 pt-3">
      <div className="mr-2 flex min-w-0">
        <StatusGlyph status={markOf(task)} size={16} className="mt-[3px] mr-2.5" />
        <div className="min-w-0">
          <h1 className="truncate text-[17px] leading-[22px] font-semibold tracking-[-.014em]">
            {task.key}
            <span className="font-normal tracking-[-.008em] text-(--text-2)">
              {' '}
              · {taskState(task, stale ? null : now)}
            </span>
          </h1>
          <p className="mt-0.5 truncate text-[12px] leading-[18px] text-(--text-2)">
            <SentenceLine sentence={taskCause(view, task, now)} />
          </p>
        </div>
      </div>
      <div className="flex h-[52px] min-w-0 flex-[0_1_auto] flex-wrap gap-x-[30px] gap-y-4 overflow-hidden">
        <Facts view={view} task={task} now={now} worktreePath={worktreePath} />
      </div>
      {actions}
    </section>
  )
}
