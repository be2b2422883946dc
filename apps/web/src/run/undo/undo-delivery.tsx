'use client'

import { useContext, useState } from 'react'
import { useAct } from '../../client/use-act.ts'
import { useMayOperate } from '../../shell/use-may-operate.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmAct } from '../../ui/confirm-act.tsx'
import { plural } from '../../words/format.ts'
import { FollowAgain } from '../live/follow-again.ts'
import { countTasks } from '../view/counts.ts'
import type { RunView } from '../view/run-view.ts'
import { UNDO_DELIVERY } from './undo-document.ts'

const Mono = ({ children }: { children: string }) => <span className="font-mono break-all">{children}</span>

/** A button that takes back the delivered work of a run. It asks first. */
export function UndoDelivery({ view, stale }: { view: RunView; stale: boolean }) {
  const allowed = useMayOperate()
  const followAgain = useContext(FollowAgain)
  const { act, busy, state, clear } = useAct(UNDO_DELIVERY, (data) => data.undoDelivery)
  const [open, setOpen] = useState(false)
  const { completed } = countTasks(view.tasks)
  const change = (next: boolean) => {
    clear()
    setOpen(next)
  }
  const undo = async () => {
    if ((await act({ runId: view.id })) === null) return
    setOpen(false)
    followAgain()
  }
  return (
    <>
      <Button
        className="mt-2.5 max-[719px]:w-full"
        disabled={stale || !allowed || view.delivery.inProgress}
        onClick={() => change(true)}
      >
        {view.delivery.inProgress ? 'Undoing the delivery' : 'Undo the delivery…'}
      </Button>
      <ConfirmAct
        open={open}
        onOpenChange={change}
        title={`Undo the delivery of run ${view.number}?`}
        keep="Keep it"
        act="Undo the delivery"
        doing="Undoing"
        busy={busy}
        onAct={() => void undo()}
        state={state}
        notDone="Not undone."
        notKnown={`It is not known whether undoing run ${view.number} has started.`}
      >
        <ul className="grid list-disc gap-1.5 pl-4 text-(--text-2) marker:text-(--text-3)">
          <li>
            <Mono>{view.baseBranch}</Mono> moves back to where it was before the delivery, and a clean checkout of it
            moves too. If something came after the delivery, <Mono>{view.baseBranch}</Mono> gets a commit that reverts
            the work instead, and what came after stays.
          </li>
          <li>
            {completed === 1 ? 'The completed task is' : `The ${plural(completed, 'completed task')} are`} not done any
            more: the next run does {completed === 1 ? 'it' : 'them'} again.
          </li>
          <li>
            The branch <Mono>{view.branch}</Mono> with the work, the run and its transcripts stay.
          </li>
        </ul>
      </ConfirmAct>
    </>
  )
}
