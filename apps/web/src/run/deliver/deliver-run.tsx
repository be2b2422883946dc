'use client'

import { useContext, useState } from 'react'
import { useAct } from '../../client/use-act.ts'
import { useMayOperate } from '../../shell/use-may-operate.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmAct } from '../../ui/confirm-act.tsx'
import { plural } from '../../words/format.ts'
import { FollowAgain } from '../live/follow-again.ts'
import type { RunView } from '../view/run-view.ts'
import { DELIVER_RUN } from './deliver-document.ts'
import { deliveredTasks } from './delivered-tasks.ts'

const Mono = ({ children }: { children: string }) => <span className="font-mono break-all">{children}</span>

/** A button that delivers the merged work of the run to the base branch. It asks first and lists the work. */
export function DeliverRun({ view, stale }: { view: RunView; stale: boolean }) {
  const allowed = useMayOperate()
  const followAgain = useContext(FollowAgain)
  const { act, busy, state, clear } = useAct(DELIVER_RUN, (data) => data.deliver)
  const [open, setOpen] = useState(false)
  const { tasks, listed, more } = deliveredTasks(view)
  const change = (next: boolean) => {
    clear()
    setOpen(next)
  }
  const deliver = async () => {
    if ((await act({ runId: view.id })) === null) return
    setOpen(false)
    followAgain()
  }
  return (
    <>
      <Button
        kind="primary"
        className="mt-2.5 mr-2 max-[719px]:w-full"
        disabled={stale || !allowed || view.delivery.inProgress}
        onClick={() => change(true)}
      >
        {view.delivery.inProgress ? `Delivering to ${view.baseBranch}` : `Deliver to ${view.baseBranch}…`}
      </Button>
      <ConfirmAct
        open={open}
        onOpenChange={change}
        title={`Deliver run ${view.number} to ${view.baseBranch}?`}
        keep="Not now"
        act={`Deliver to ${view.baseBranch}`}
        doing="Delivering"
        danger={false}
        busy={busy}
        onAct={() => void deliver()}
        state={state}
        notDone="Not delivered."
        notKnown={`It is not known whether the delivery of run ${view.number} has started.`}
      >
        <ul className="grid list-disc gap-1.5 pl-4 text-(--text-2) marker:text-(--text-3)">
          <li>
            <Mono>{view.baseBranch}</Mono> moves to <Mono>{view.branch}</Mono>, with every commit that it does not have
            yet. A clean checkout of <Mono>{view.baseBranch}</Mono> moves too. If the checkout is not clean, the
            delivery is refused.
          </li>
          <li>
            {view.baseBranch} receives {plural(tasks, 'completed task')}: {listed.join(', ')}
            {more > 0 && ` and ${more} more`}.
          </li>
          <li>
            If <Mono>{view.baseBranch}</Mono> has moved since, Coppice merges it in and verifies the result first.
          </li>
        </ul>
      </ConfirmAct>
    </>
  )
}
