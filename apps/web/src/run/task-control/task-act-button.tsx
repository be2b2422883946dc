'use client'

import { useId } from 'react'
import { Button, type ButtonKind } from '../../ui/button.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { plural } from '../../words/format.ts'
import type { TaskAct } from '../view/task-acts.ts'
import type { TaskControl } from './use-task-control.ts'

/** @returns the text beside the button: why it is disabled, or how many skipped tasks wait again after a retry. */
function besideWords(act: TaskAct): string | null {
  if (act.why !== null || act.kind === 'cancel') return act.why
  if (act.reopens.length === 0) return null
  return act.reopens.length === 1
    ? 'A retry also lets 1 skipped task wait again'
    : `A retry also lets ${plural(act.reopens.length, 'skipped task')} wait again`
}

export interface TaskActButtonProps {
  control: TaskControl
  kind?: ButtonKind
  /** The class of the frame. It determines where the text is relative to the button. */
  className: string
}

/** A button that cancels or retries the task, depending on its status. */
export function TaskActButton({ control, kind = 'plain', className }: TaskActButtonProps) {
  const words = useId()
  const { act, off, cancelling, ask, retry, retried } = control
  if (act === null) return null
  const beside = besideWords(act)
  const described = beside === null ? undefined : words
  return (
    <div className={className}>
      {act.kind === 'cancel' ? (
        <Button kind={kind} disabled={off} aria-describedby={described} onClick={() => ask(true)}>
          {cancelling ? 'Cancelling' : 'Cancel task…'} <Kbd>x</Kbd>
        </Button>
      ) : (
        <Button kind={kind} disabled={off || retried.busy} aria-describedby={described} onClick={retry}>
          {retried.busy ? 'Retrying' : 'Retry task'} <Kbd>r</Kbd>
        </Button>
      )}
      {beside && (
        <span id={words} title={beside} className="min-w-0 max-w-full truncate text-[12px] text-(--text-2)">
          {beside}
        </span>
      )}
    </div>
  )
}
