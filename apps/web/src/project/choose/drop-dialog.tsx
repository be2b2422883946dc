'use client'

import { ConfirmAct } from '../../ui/confirm-act.tsx'
import { plural } from '../../words/format.ts'
import { DROP_TASK } from '../project-documents.ts'
import { keysOf } from './chosen-tasks.ts'
import type { SettleDialogProps } from './mark-done-dialog.tsx'
import { useEachTask } from './use-each-task.ts'

/** Asks before tasks leave the plan. */
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
      notKnown={`It is not known whether ${one ? 'it is' : 'they are'} dropped.`}
    >
      {!one && <p className="mb-2 font-medium break-words">{keysOf(tasks)}</p>}
      <ul className="grid list-disc gap-1.5 pl-4 text-(--text-2) marker:text-(--text-3)">
        <li>
          {one ? 'It leaves' : 'They leave'} the plan; no run takes {one ? 'it' : 'them'} up.
        </li>
        <li>What is kept of {one ? 'its' : 'their'} unmerged work goes, branches and refs. What is merged stays.</li>
        <li>What needs {one ? 'it' : 'them'} no longer waits.</li>
      </ul>
      <p className="mt-3 text-(--text-2)">
        A plan that names {one ? 'it' : 'them'} brings {one ? 'it' : 'them'} back when it is imported, without that
        work.
      </p>
    </ConfirmAct>
  )
}
