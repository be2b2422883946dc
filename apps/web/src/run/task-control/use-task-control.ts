'use client'

import { useEffect, useState } from 'react'
import { useHotkeys } from 'react-hotkeys-hook'
import type { ResultOf, VariablesOf } from '../../client/graphql.ts'
import { type Act, useAct } from '../../client/use-act.ts'
import { whileNoDialog } from '../../hooks/while-no-dialog.ts'
import { useMayOperate } from '../../shell/use-may-operate.ts'
import type { RunView, TaskView } from '../view/run-view.ts'
import { type TaskAct, taskAct } from '../view/task-acts.ts'
import { CANCEL_TASK, RETRY_TASK } from './task-control-documents.ts'

export interface TaskControl {
  /** It is null when the task can be neither cancelled nor retried. */
  act: TaskAct | null
  /** Whether the button is disabled: without a connection, without the role OPERATOR, or for the reason in `act`. */
  off: boolean
  /** Whether the cancellation was accepted and the agent has not ended yet. */
  cancelling: boolean
  /** Whether the dialog before the cancellation is open. */
  asking: boolean
  ask: (open: boolean) => void
  /** Cancels the task. Call it after the person has confirmed the dialog. */
  cancel: () => void
  cancelled: Pick<Act<VariablesOf<typeof CANCEL_TASK>, ResultOf<typeof CANCEL_TASK>['cancelTask']>, 'busy' | 'state'>
  retry: () => void
  retried: Pick<Act<VariablesOf<typeof RETRY_TASK>, ResultOf<typeof RETRY_TASK>['retryTask']>, 'busy' | 'state'>
}

/** Cancels or retries a task, also by the keys `x` and `r`. The events of the run then report the new status. */
export function useTaskControl(view: RunView, task: TaskView, stale: boolean): TaskControl {
  const allowed = useMayOperate()
  const cancelled = useAct(CANCEL_TASK, (data) => data.cancelTask)
  const retried = useAct(RETRY_TASK, (data) => data.retryTask)
  const [asking, setAsking] = useState(false)
  const [cancelling, setCancelling] = useState(false)
  const act = taskAct(view, task)
  const off = stale || !allowed || act === null || act.why !== null || cancelling
  const runTaskId = task.id

  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the task or its status changes, because old requests no longer apply
  useEffect(() => {
    setAsking(false)
    setCancelling(false)
    cancelled.clear()
    retried.clear()
  }, [task.id, act?.kind])

  const ask = (open: boolean) => {
    if (open && (off || act?.kind !== 'cancel')) return
    cancelled.clear()
    setAsking(open)
  }
  const cancel = async () => {
    if ((await cancelled.act({ runTaskId })) === null) return
    setAsking(false)
    setCancelling(true)
  }
  const retry = () => {
    if (!off && act?.kind === 'retry' && !retried.busy) void retried.act({ runTaskId })
  }
  useHotkeys('x', () => ask(true), whileNoDialog)
  useHotkeys('r', retry, whileNoDialog)
  return { act, off, cancelling, asking, ask, cancel: () => void cancel(), cancelled, retry, retried }
}
