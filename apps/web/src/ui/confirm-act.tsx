'use client'

import type { ReactNode } from 'react'
import { ActNotice, type ActNoticeProps } from './act-notice.tsx'
import { ConfirmDialog } from './confirm-dialog.tsx'

export interface ConfirmActProps extends Omit<ActNoticeProps, 'children'> {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  /** What stops, stays and is kept. */
  children: ReactNode
  /** The harmless answer; focus lies on it. */
  keep: string
  /** Names the act. */
  act: string
  /** The same, while it is done: "Cancelling". */
  doing: string
  /** Whether the act is drawn as one that destroys something; where absent it is. */
  danger?: boolean
  busy: boolean
  onAct: () => void
}

/** Asks before an act that cannot be taken back, and says there why it was not done. */
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
