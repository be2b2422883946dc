import type { ReactNode } from 'react'
import type { CommandState } from '../client/use-command-state.ts'
import { FaultNotice } from './fault-notice.tsx'
import { Refusal } from './refusal.tsx'

export interface CommandNoticeProps<Refused> {
  state: CommandState<Refused>
  /** What did not happen, such as "Not started." */
  notDone: string
  /** What is unknown when the server did not respond. */
  notKnown: string
  /** How the person can find out. */
  children: ReactNode
  /** Renders a refusal of the union, unless it is shown beside a field. */
  refusal?: (refused: Refused) => ReactNode
}

/** Says why an action was not done, at the place of its button. */
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
