import { ActNotice } from '../../ui/act-notice.tsx'
import type { RunView } from '../view/run-view.ts'
import type { RunControl } from './use-run-control.ts'

/** Says why pausing or resuming the run, or a change of its slots, did not succeed. */
export function RunControlNotice({ view, control }: { view: RunView; control: RunControl }) {
  const run = `run ${view.number}`
  return (
    <div className="flex-none px-6 py-2 empty:hidden max-[719px]:px-4">
      <ActNotice state={control.pause} notDone="Not paused." notKnown={`It is not known whether ${run} was paused.`}>
        When the connection is back, the top of the page shows it.
      </ActNotice>
      <ActNotice state={control.resume} notDone="Not resumed." notKnown={`It is not known whether ${run} was resumed.`}>
        When the connection is back, the top of the page shows it.
      </ActNotice>
      <ActNotice
        state={control.slots.state}
        notDone="The slots did not change."
        notKnown={`It is not known how many slots ${run} has.`}
      >
        When the connection is back, the top of the page shows it.
      </ActNotice>
    </div>
  )
}
