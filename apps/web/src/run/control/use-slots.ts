'use client'

import { useRef, useState } from 'react'
import type { ResultOf, VariablesOf } from '../../client/graphql.ts'
import type { Act } from '../../client/use-act.ts'
import { useAct } from '../../client/use-act.ts'
import type { RunView } from '../view/run-view.ts'
import { SET_SLOTS } from './control-documents.ts'

type Answer = ResultOf<typeof SET_SLOTS>['setMaxConcurrency']

export interface Slots {
  /** The requested number, until the server has confirmed a value. */
  value: number
  set: (slots: number) => void
  state: Act<VariablesOf<typeof SET_SLOTS>, Answer>['state']
}

/** Waits, so that a number that a person types or steps to is sent once. */
const QUIET_MS = 400
const quiet = () => new Promise((resolve) => setTimeout(resolve, QUIET_MS))

/**
 * The slots of the run. If the person changes the number while an earlier change is being sent, only the newest number is sent after it, so
 * that the last wish wins. `onSettled` receives the value of the server.
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
