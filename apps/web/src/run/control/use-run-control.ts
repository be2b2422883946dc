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
  /** Whether the controls are disabled: without a connection, without the role OPERATOR, and while the run is being cancelled. */
  off: boolean
  /** Pauses the run, or resumes a paused run. The events of the run then report the new status. */
  toggle: () => void
  /** Pauses a run that would continue by itself, so that only a person continues it. It is null for any other run. */
  hold: (() => void) | null
  busy: boolean
  pause: CommandState<RefusedOf<ResultOf<typeof PAUSE_RUN>['pause']>>
  resume: CommandState<RefusedOf<ResultOf<typeof RESUME_RUN>['resume']>>
  slots: Slots
}

/** The controls of an active run: pause, resume and the number of slots. */
export function useRunControl(
  view: RunView,
  stale: boolean,
  onSlotsSettled: (maxConcurrency: number) => void,
): RunControl {
  const allowed = useMayOperate()
  const pausing = useAct(PAUSE_RUN, (data) => data.pause)
  const resuming = useAct(RESUME_RUN, (data) => data.resume)
  const slots = useSlots(view, onSlotsSettled)
  const { status, resumesAt } = view
  /** What a command of this hook changes. */
  const state = `${status} ${resumesAt}`
  /** The old state after a successful command, until the event with the new state arrives. */
  const [leaving, setLeaving] = useState<string | null>(null)
  const busy = pausing.busy || resuming.busy || leaving === state
  const forget = () => {
    pausing.clear()
    resuming.clear()
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the state changes, because an old refusal no longer applies
  useEffect(() => {
    forget()
    setLeaving(null)
  }, [state])
  const carryOut = async ({ act }: typeof pausing | typeof resuming) => {
    if (busy) return
    forget()
    if (await act({ runId: view.id })) setLeaving(state)
  }
  return {
    off: stale || status === 'CANCELLING' || !allowed,
    toggle: () => void carryOut(status === 'PAUSED' ? resuming : pausing),
    hold: resumesAt === null ? null : () => void carryOut(pausing),
    busy,
    pause: pausing.state,
    resume: resuming.state,
    slots,
  }
}
