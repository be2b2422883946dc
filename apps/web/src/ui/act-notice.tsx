import type { ReactNode } from 'react'
import type { CommandState } from '../client/use-command-state.ts'
import { CommandNotice } from './command-notice.tsx'
import { Refusal } from './refusal.tsx'

export interface ActNoticeProps {
  state: CommandState<{ __typename: string; message: string }>
  /** What did not happen: "Not paused." */
  notDone: string
  /** What is not known where the server did not answer. */
  notKnown: string
  /** How one learns it. */
  children: ReactNode
}

/** Why an act was not done, in the words of the API. Nothing where all is well. */
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
