import type { ReactNode } from 'react'
import type { CommandState } from '../client/use-command-state.ts'
import { CommandNotice } from './command-notice.tsx'
import { Refusal } from './refusal.tsx'

export interface ActNoticeProps {
  state: CommandState<{ __typename: string; message: string }>
  /** What did not happen, such as "Not paused." */
  notDone: string
  /** What is unknown when the server did not respond. */
  notKnown: string
  /** How the person can find out. */
  children: ReactNode
}

/** Says why an action was not done, as the API words it. */
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
