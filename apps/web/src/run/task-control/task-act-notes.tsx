'use client'

import { StatusGlyph } from '../../marks/status-glyph.tsx'
import { ActNotice } from '../../ui/act-notice.tsx'
import { ConfirmAct } from '../../ui/confirm-act.tsx'
import { SentenceLine } from '../../words/sentence-line.tsx'
import { cancelTaskPlan } from '../view/cancel-task-plan.ts'
import type { RunView, TaskView } from '../view/run-view.ts'
import type { TaskControl } from './use-task-control.ts'

export interface TaskActNotesProps {
  view: RunView
  task: TaskView
  control: TaskControl
}

/** The dialog before a task is cancelled, and the message when a retry did not succeed. */
export function TaskActNotes({ view, task, control }: TaskActNotesProps) {
  return (
    <>
      <div className="flex-none px-6 pb-2 empty:hidden max-[719px]:px-4">
        <ActNotice
          state={control.retried.state}
          notDone={`${task.key} was not retried.`}
          notKnown={`It is not known whether ${task.key} was retried.`}
        >
          When the connection is back, its status shows it.
        </ActNotice>
      </div>
      <ConfirmAct
        open={control.asking}
        onOpenChange={control.ask}
        title={`Cancel ${task.key}?`}
        keep="Keep it"
        act="Cancel task"
        doing="Cancelling"
        busy={control.cancelled.busy}
        onAct={control.cancel}
        state={control.cancelled.state}
        notDone="Not cancelled."
        notKnown={`It is not known whether ${task.key} was cancelled.`}
      >
        <ul className="mb-3 grid gap-2">
          {cancelTaskPlan(view, task).map(({ status, sentence }) => (
            <li key={status} className="flex gap-2.5">
              <StatusGlyph status={status} className="mt-0.5" label="" />
              <span>
                <SentenceLine sentence={sentence} />
              </span>
            </li>
          ))}
        </ul>
        <p className="text-(--text-2)">
          Run {view.number} continues. Until the run ends, {task.key} can be retried. After that, the next run includes
          it.
        </p>
      </ConfirmAct>
    </>
  )
}
