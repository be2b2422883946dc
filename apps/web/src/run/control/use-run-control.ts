'use client'

import { useEffect, useState } from 'react'
import type { ResultOf } from '../../client/graphql.ts'
import { type RefusedOf, useAct } from '../../client/use-act.ts'
import type { CommandState } from '../../client/use-command-state.ts'
import { useMayOperate } from '../../shell/use-may-operate.ts'
import type { RunView } from '../view/run-view.ts'
import { PAUSE_RUN, RESUME_RUN } from './control-documents.ts'
import { type Slots, useSlots } from './use-slots.ts'

export interface RunControl {
  /** Nothing can be asked of the run: no connection, no right to, or it is being cancelled. */
  off: boolean
  /** Pauses the run, or lets it go on. What it is then, its events say. */
  toggle: () => void
  busy: boolean
  pause: CommandState<RefusedOf<ResultOf<typeof PAUSE_RUN>['pause']>>
  resume: CommandState<RefusedOf<ResultOf<typeof RESUME_RUN>['resume']>>
  slots: Slots
}

/** What can be asked of a run while it goes on, beside its end. */
export function useRunControl(
  view: RunView,
  stale: boolean,
  onSlotsSettled: (maxConcurrency: number) => void,
): RunControl {
  const allowed = useMayOperate()
  const pausing = useAct(PAUSE_RUN, (data) => data.pause)
  const resuming = useAct(RESUME_RUN, (data) => data.resume)
  const slots = useSlots(view, onSlotsSettled)
  const { status } = view
  /** The status that was to change: the event that tells it is on its way. */
  const [leaving, setLeaving] = useState<RunView['status'] | null>(null)
  const busy = pausing.busy || resuming.busy || leaving === status
  const forget = () => {
    pausing.clear()
    resuming.clear()
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was refused in another state is no longer of use
  useEffect(() => {
    forget()
    setLeaving(null)
  }, [status])
  const toggle = async () => {
    if (busy) return
    forget()
    const done = await (status === 'PAUSED' ? resuming : pausing).act({ runId: view.id })
    if (done) setLeaving(status)
  }
  return {
    off: stale || status === 'CANCELLING' || !allowed,
    toggle: () => void toggle(),
    busy,
    pause: pausing.state,
    resume: resuming.state,
    slots,
  }
}
