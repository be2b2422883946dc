import type { CommandState } from '../client/use-command-state.ts'
import { CommandNotice } from '../ui/command-notice.tsx'
import { StartRefusal } from './start-refusal.tsx'
import type { RefusedStart } from './use-start.ts'

/** The message beside the start button when the run was not started. */
export function StartOutcome({ state }: { state: CommandState<RefusedStart> }) {
  return (
    <CommandNotice
      state={state}
      notDone="Not started."
      notKnown="It is not known whether the run was started."
      refusal={(refused) => <StartRefusal refused={refused} />}
    >
      When the connection is back, the list of runs shows it.
    </CommandNotice>
  )
}
