'use client'

import { useState } from 'react'
import { useAct } from '../../client/use-act.ts'
import { useMayOperate } from '../../shell/use-may-operate.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmAct } from '../../ui/confirm-act.tsx'
import { plural } from '../../words/format.ts'
import { countTasks } from '../view/counts.ts'
import type { RunView } from '../view/run-view.ts'
import { DISCARD_RUN } from './discard-document.ts'

export interface DiscardRunProps {
  view: RunView
  stale: boolean
  onDiscarded: () => void
}

/** A button that discards the undelivered work of a run. It asks first. */
export function DiscardRun({ view, stale, onDiscarded }: DiscardRunProps) {
  const allowed = useMayOperate()
  const { act, busy, state, clear } = useAct(DISCARD_RUN, (data) => data.discardRun)
  const [open, setOpen] = useState(false)
  const { completed } = countTasks(view.tasks)
  const change = (next: boolean) => {
    clear()
    setOpen(next)
  }
  const discard = async () => {
    if ((await act({ runId: view.id })) === null) return
    setOpen(false)
    onDiscarded()
  }
  return (
    <>
      <Button className="mt-2.5 max-[719px]:w-full" disabled={stale || !allowed} onClick={() => change(true)}>
        Discard run {view.number}…
      </Button>
      <ConfirmAct
        open={open}
        onOpenChange={change}
        title={`Discard run ${view.number}?`}
        keep="Keep it"
        act="Discard run"
        doing="Discarding"
        busy={busy}
        onAct={() => void discard()}
        state={state}
        notDone="Not discarded."
        notKnown={`It is not known whether run ${view.number} was discarded.`}
      >
        <ul className="grid list-disc gap-1.5 pl-4 text-(--text-2) marker:text-(--text-3)">
          <li>Later runs start without its merged work, so {view.baseBranch} never receives this work.</li>
          <li>
            {completed === 1 ? 'The completed task has' : `The ${plural(completed, 'completed task')} have`} to be done
            again.
          </li>
          <li>
            The branch <span className="font-mono break-all">{view.branch}</span>, the run and its transcripts stay.
          </li>
        </ul>
      </ConfirmAct>
    </>
  )
}
