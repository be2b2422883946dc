import type { ReactNode } from 'react'
import type { CommandState } from '../client/use-command-state.ts'
import { CommandNotice } from './command-notice.tsx'
import { Refusal } from './refusal.tsx'

export interface ActNoticeProps {
  state: CommandState<{ __typename: string; message: string }>
  /** What did not happen, such as "Not paused." */
  notDone: string
  /** A sentence about what is unknown when the server did not respond. */
  notKnown: string
  /** A sentence that says where the person will see the outcome. */
  children: ReactNode
}

/** Says why an action was not done. A refusal is shown with the message of the API. */
export function ActNotice(props: ActNoticeProps) {
  return (
    <CommandNotice
      {...props}
      refusal={(refused) => (
        <Refusal title={props.notDone} errorType={refused.__typename}>
          {refused.message}
        </Refusal>
      )}
    />
  )
}
