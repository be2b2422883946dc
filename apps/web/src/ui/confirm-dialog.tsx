'use client'

import { type ReactNode, useRef } from 'react'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'

export interface ConfirmDialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  /** A question, such as "Cancel run 12?" */
  title: string
  /** Says what the action changes and what it keeps. */
  children: ReactNode
  /** The label of the button that does nothing, such as "Keep running". It has the focus. */
  keep: string
  /** The label of the button that carries out the action, such as "Cancel run". */
  act: string
  danger?: boolean
  busy?: boolean
  onAct: () => void
}

/** A dialog that asks a person before an action is carried out. */
export function ConfirmDialog({ keep, act, danger = false, busy = false, onAct, ...dialog }: ConfirmDialogProps) {
  const harmless = useRef<HTMLButtonElement>(null)
  const actions = (
    <>
      <Button ref={harmless} onClick={() => dialog.onOpenChange(false)}>
        {keep}
      </Button>
      <Button kind={danger ? 'danger' : 'plain'} disabled={busy} onClick={onAct}>
        {act}
      </Button>
    </>
  )
  return <Dialog {...dialog} focusFirst={harmless} actions={actions} />
}
