'use client'

import { type ReactNode, useRef } from 'react'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'

export interface ConfirmDialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  /** A question: "Cancel run 12?" */
  title: string
  /** What stops, stays and is kept. */
  children: ReactNode
  /** The harmless answer; focus lies on it. "Keep running" */
  keep: string
  /** Names the act. "Cancel run" */
  act: string
  danger?: boolean
  busy?: boolean
  onAct: () => void
}

/** Asks before something that cannot be taken back. */
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
