import Link from 'next/link'
import { isRunEnded } from '../../marks/statuses.ts'
import { projectAddress } from '../../shell/addresses.ts'
import { mayAct, useViewer } from '../../shell/use-viewer.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { countTasks } from '../view/counts.ts'
import type { RunView } from '../view/run-view.ts'

export interface RunActionsProps {
  view: RunView
  /** Actions need the server. */
  stale: boolean
  onCancel: () => void
}

/** What a person can do about the run: cancel it while it goes on, start the next one after it. */
export function RunActions({ view, stale, onCancel }: RunActionsProps) {
  const viewer = useViewer()
  if (!isRunEnded(view.status)) {
    const off = stale || view.status === 'CANCELLING' || (viewer !== null && !mayAct(viewer, 'OPERATOR'))
    return (
      <Button disabled={off} onClick={onCancel}>
        {view.status === 'CANCELLING' ? 'Cancelling' : 'Cancel run…'} <Kbd>c</Kbd>
      </Button>
    )
  }
  const { completed, total } = countTasks(view.tasks)
  return (
    <Link href={projectAddress(view.projectId)} className={buttonClass(completed < total ? 'primary' : 'plain')}>
      {completed < total ? `Start run ${view.number + 1}…` : `To ${view.projectName}`}
    </Link>
  )
}
