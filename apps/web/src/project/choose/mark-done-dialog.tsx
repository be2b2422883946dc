'use client'

import { ConfirmAct } from '../../ui/confirm-act.tsx'
import { plural } from '../../words/format.ts'
import { MARK_TASK_DONE, type PlannedTask } from '../project-documents.ts'
import { keysOf } from './chosen-tasks.ts'
import { useEachTask } from './use-each-task.ts'

export interface SettleDialogProps {
  tasks: readonly PlannedTask[]
  open: boolean
  onOpenChange: (open: boolean) => void
  /** Called when at least one of the tasks has changed. */
  onChange: () => void
}

export function MarkDoneDialog({ tasks, open, onOpenChange, onChange }: SettleDialogProps) {
  const marking = useEachTask(MARK_TASK_DONE, (data) => data.markTaskDone)
  const them = tasks.length === 1 ? 'it' : 'them'
  const change = (next: boolean) => {
    marking.clear()
    onOpenChange(next)
  }
  const mark = async () => {
    const all = await marking.actOn(tasks)
    onChange()
    if (all) onOpenChange(false)
  }
  return (
    <ConfirmAct
      open={open}
      onOpenChange={change}
      title={tasks.length === 1 ? `Mark ${keysOf(tasks)} done?` : `Mark ${plural(tasks.length, 'task')} done?`}
      keep="Leave as it is"
      act="Mark done"
      doing="Marking"
      danger={false}
      busy={marking.busy}
      onAct={() => void mark()}
      state={marking.state}
      notDone="Not marked done."
      notKnown={`It is not known whether ${them === 'it' ? 'it was' : 'they were'} marked done.`}
    >
      {tasks.length > 1 && <p className="mb-2 font-medium break-words">{keysOf(tasks)}</p>}
      <ul className="grid list-disc gap-1.5 pl-4 text-(--text-2) marker:text-(--text-3)">
        <li>
          The next run treats {them} as done by hand: no agent works on {them}, and nothing is verified.
        </li>
        <li>Tasks that need {them} no longer wait.</li>
        <li>Your branches do not move. Coppice records the mark in an empty commit, which the next run delivers.</li>
      </ul>
    </ConfirmAct>
  )
}
