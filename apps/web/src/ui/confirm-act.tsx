'use client'

import type { ReactNode } from 'react'
import { ActNotice, type ActNoticeProps } from './act-notice.tsx'
import { ConfirmDialog } from './confirm-dialog.tsx'

export interface ConfirmActProps extends Omit<ActNoticeProps, 'children'> {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  /** What stops, what stays and what is kept. */
  children: ReactNode
  /** The harmless choice. It has the focus. */
  keep: string
  /** The name of the action. */
  act: string
  /** The name of the action while it is running, such as "Cancelling". */
  doing: string
  /** Whether the action is drawn as destructive. By default it is. */
  danger?: boolean
  busy: boolean
  onAct: () => void
}

/** Asks before an action that cannot be undone, and says there why it was not done. */
export function ConfirmAct({
  state,
  notDone,
  notKnown,
  children,
  act,
  doing,
  danger = true,
  busy,
  ...dialog
}: ConfirmActProps) {
  return (
    <ConfirmDialog {...dialog} act={busy ? doing : act} danger={danger} busy={busy}>
      {children}
      <div className="mt-3 empty:hidden">
        <ActNotice state={state} notDone={notDone} notKnown={notKnown}>
          When the connection is back, the page shows it.
        </ActNotice>
      </div>
    </ConfirmDialog>
  )
}
