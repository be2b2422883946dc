import { FaultNotice } from '../ui/fault-notice.tsx'
import { Refusal } from '../ui/refusal.tsx'
import { StartRefusal } from './start-refusal.tsx'
import type { StartState } from './use-start.ts'

/** Why nothing was started, in the place of the button that asked. Nothing where all is well. */
export function StartOutcome({ state }: { state: StartState }) {
  switch (state.kind) {
    case 'ready':
      return null
    case 'refused':
      return <StartRefusal refused={state.refused} />
    case 'fault':
      return <FaultNotice title="Not started." fault={state.fault} />
    case 'unreachable':
      return (
        <Refusal title="It is not known whether the run was started." errorType="no answer">
          The server did not answer. The list of runs says what is, once the connection is back.
        </Refusal>
      )
  }
}
