import type { RunEvent } from '@coppice/run-model'
import type { SessionOutput } from '../../transcript/use-session-output.ts'
import type { RunControl } from '../control/use-run-control.ts'
import type { Activity } from '../live/use-activity.ts'
import type { RunView, SessionView, TaskView } from '../view/run-view.ts'

/** The props of both layouts of the run's page. */
export interface RunScreenProps {
  view: RunView
  /** The present time. It stops while the data may be out of date. */
  now: number
  stale: boolean
  activity: ReadonlyMap<string, Activity>
  /** The task whose output is shown. */
  task: TaskView | null
  /** The key that a person chose. Null means that the page chose. */
  chosen: string | null
  session: SessionView | null
  output: SessionOutput
  events: readonly RunEvent[]
  control: RunControl
  onSelect: (key: string) => void
  onCancel: () => void
  /** Called when something needs all events of the run. */
  onWantEvents: () => void
}
