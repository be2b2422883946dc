'use client'

import { useRef, useState } from 'react'
import type { ResultOf, VariablesOf } from '../../client/graphql.ts'
import type { Act } from '../../client/use-act.ts'
import { useAct } from '../../client/use-act.ts'
import type { RunView } from '../view/run-view.ts'
import { SET_SLOTS } from './control-documents.ts'

type Result = ResultOf<typeof SET_SLOTS>['setMaxConcurrency']

export interface Slots {
  /** The number to show: the requested number until the server has confirmed it, then the number of the run. */
  value: number
  set: (slots: number) => void
  state: Act<VariablesOf<typeof SET_SLOTS>, Result>['state']
}

/** How many ms to wait after a change, so that several quick changes are sent once. */
const QUIET_MS = 400
const quiet = () => new Promise((resolve) => setTimeout(resolve, QUIET_MS))

/**
 * Changes the slots of the run. If the person changes the number again while a change is being sent, only the newest number is sent after
 * that change.
 * @param onSettled is called with the number that the server has confirmed
 */
export function useSlots(view: RunView, onSettled: (maxConcurrency: number) => void): Slots {
  const { act, state } = useAct(SET_SLOTS, (data) => data.setMaxConcurrency)
  const [asked, setAsked] = useState<number | null>(null)
  const newest = useRef<number | null>(null)
  const sending = useRef(false)

  async function sendNewest() {
    sending.current = true
    while (newest.current !== null) {
      await quiet()
      const slots: number = newest.current
      newest.current = null
      const done = await act({ runId: view.id, slots })
      if (done) onSettled(done.run.maxConcurrency)
      else newest.current = null
    }
    sending.current = false
    setAsked(null)
  }

  const set = (slots: number) => {
    if (slots === (asked ?? view.maxConcurrency)) return
    setAsked(slots)
    newest.current = slots
    if (!sending.current) void sendNewest()
  }
  return { value: asked ?? view.maxConcurrency, set, state }
}
