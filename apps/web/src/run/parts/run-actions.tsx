import Link from 'next/link'
import { isRunEnded } from '../../marks/statuses.ts'
import { projectAddress } from '../../shell/addresses.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import type { RunControl } from '../control/use-run-control.ts'
import { countTasks } from '../view/counts.ts'
import type { RunView } from '../view/run-view.ts'

export interface RunActionsProps {
  view: RunView
  control: RunControl
  onCancel: () => void
}

/** The buttons of a run: hold, pause and cancel while it is active, and a link to start the next run after its end. */
export function RunActions({ view, control, onCancel }: RunActionsProps) {
  if (!isRunEnded(view.status))
    return (
      <>
        {control.hold && (
          <Button disabled={control.off || control.busy} onClick={control.hold}>
            Hold <Kbd>h</Kbd>
          </Button>
        )}
        <Button disabled={control.off || control.busy || view.status === 'PENDING'} onClick={control.toggle}>
          {view.status === 'PAUSED' ? 'Resume' : 'Pause'} <Kbd>p</Kbd>
        </Button>
        <Button disabled={control.off} onClick={onCancel}>
          {view.status === 'CANCELLING' ? 'Cancelling' : 'Cancel run…'} <Kbd>c</Kbd>
        </Button>
      </>
    )
  const { completed, total } = countTasks(view.tasks)
  return (
    <Link href={projectAddress(view.projectId)} className={buttonClass(completed < total ? 'primary' : 'plain')}>
      {completed < total ? `Start run ${view.number + 1}…` : `To ${view.projectName}`}
    </Link>
  )
}
