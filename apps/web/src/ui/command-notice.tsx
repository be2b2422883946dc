import type { ReactNode } from 'react'
import type { CommandState } from '../client/use-command-state.ts'
import { FaultNotice } from './fault-notice.tsx'
import { Refusal } from './refusal.tsx'

export interface CommandNoticeProps<Refused> {
  state: CommandState<Refused>
  /** What did not happen, such as "Not started." */
  notDone: string
  /** A sentence about what is unknown when the server did not respond. */
  notKnown: string
  /** A sentence that says where the person will see the outcome. */
  children: ReactNode
  /** Renders a refusal of the mutation's union. It is absent when a form shows the refusal at its fields. */
  refusal?: (refused: Refused) => ReactNode
}

/** Says why a command was not carried out. */
export function CommandNotice<Refused>({ state, notDone, notKnown, children, refusal }: CommandNoticeProps<Refused>) {
  switch (state.kind) {
    case 'ready':
      return null
    case 'refused':
      return refusal?.(state.refused) ?? null
    case 'fault':
      return <FaultNotice title={notDone} fault={state.fault} />
    case 'unreachable':
      return (
        <Refusal title={notKnown} errorType="no response">
          The server did not respond. {children}
        </Refusal>
      )
  }
}
