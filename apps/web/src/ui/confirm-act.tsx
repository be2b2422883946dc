'use client'

import type { ReactNode } from 'react'
import { ActNotice, type ActNoticeProps } from './act-notice.tsx'
import { ConfirmDialog } from './confirm-dialog.tsx'

export interface ConfirmActProps extends Omit<ActNoticeProps, 'children'> {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  /** Says what the action changes and what it keeps. */
  children: ReactNode
  /** The label of the button that does nothing. It has the focus. */
  keep: string
  /** The label of the button that carries out the action. */
  act: string
  /** The label of the button that carries out the action, while it is carried out, such as "Cancelling". */
  doing: string
  /** Whether the button is drawn in the colour of a destructive action. The default is true. */
  danger?: boolean
  busy: boolean
  onAct: () => void
}

/** A dialog that asks before an action and then carries it out. If the action does not succeed, the dialog says why. */
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
