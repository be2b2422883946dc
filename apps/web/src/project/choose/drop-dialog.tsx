'use client'

import { ConfirmAct } from '../../ui/confirm-act.tsx'
import { plural } from '../../words/format.ts'
import { DROP_TASK } from '../project-documents.ts'
import { keysOf } from './chosen-tasks.ts'
import type { SettleDialogProps } from './mark-done-dialog.tsx'
import { useEachTask } from './use-each-task.ts'

export function DropDialog({ tasks, open, onOpenChange, onChange }: SettleDialogProps) {
  const dropping = useEachTask(DROP_TASK, (data) => data.dropTask)
  const one = tasks.length === 1
  const change = (next: boolean) => {
    dropping.clear()
    onOpenChange(next)
  }
  const drop = async () => {
    const all = await dropping.actOn(tasks)
    onChange()
    if (all) onOpenChange(false)
  }
  return (
    <ConfirmAct
      open={open}
      onOpenChange={change}
      title={one ? `Drop ${keysOf(tasks)}?` : `Drop ${plural(tasks.length, 'task')}?`}
      keep={one ? 'Keep it' : 'Keep them'}
      act={one ? 'Drop task' : 'Drop tasks'}
      doing="Dropping"
      busy={dropping.busy}
      onAct={() => void drop()}
      state={dropping.state}
      notDone="Not dropped."
      notKnown={`It is not known whether ${one ? 'it was' : 'they were'} dropped.`}
    >
      {!one && <p className="mb-2 font-medium break-words">{keysOf(tasks)}</p>}
      <ul className="grid list-disc gap-1.5 pl-4 text-(--text-2) marker:text-(--text-3)">
        <li>
          {one ? 'It leaves' : 'They leave'} the plan, and no run works on {one ? 'it' : 'them'}.
        </li>
        <li>
          Kept work of {one ? 'it' : 'them'} that is not merged is deleted, with its branches and refs. Merged work
          stays.
        </li>
        <li>Tasks that need {one ? 'it' : 'them'} no longer wait.</li>
      </ul>
      <p className="mt-3 text-(--text-2)">
        Importing a plan that contains {one ? 'it' : 'them'} brings {one ? 'it' : 'them'} back, without that work.
      </p>
    </ConfirmAct>
  )
}
