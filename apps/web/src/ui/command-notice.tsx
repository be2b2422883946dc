import type { ReactNode } from 'react'
import type { CommandState } from '../client/use-command-state.ts'
import { FaultNotice } from './fault-notice.tsx'
import { Refusal } from './refusal.tsx'

export interface CommandNoticeProps<Refused> {
  state: CommandState<Refused>
  /** What did not happen: "Not started." */
  notDone: string
  /** What is not known where the server did not answer. */
  notKnown: string
  /** How one learns it. */
  children: ReactNode
  /** What the server refused in its union, where it is not said beside a field. */
  refusal?: (refused: Refused) => ReactNode
}

/** Why an act was not done, in the place of the button that asked. Nothing where all is well. */
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
