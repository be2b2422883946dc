import type { RunEvent } from '@coppice/run-model'
import type { SessionOutput } from '../../transcript/use-session-output.ts'
import type { RunControl } from '../control/use-run-control.ts'
import type { Activity } from '../live/use-activity.ts'
import type { RunView, SessionView, TaskView } from '../view/run-view.ts'

/** The props of the page of a run, for wide screens and for phones. */
export interface RunScreenProps {
  view: RunView
  /** The present time in ms since the epoch. It stops while the data may be out of date. */
  now: number
  stale: boolean
  activity: ReadonlyMap<string, Activity>
  /** The task whose output is shown. */
  task: TaskView | null
  /** The key of the task that the user chose. It is null when the page chose the task. */
  chosen: string | null
  session: SessionView | null
  output: SessionOutput
  events: readonly RunEvent[]
  control: RunControl
  onSelect: (key: string) => void
  onCancel: () => void
  /** Opens the dialog of the budget. It is null for a person who may not change it, and after the end of the run. */
  onSetBudget: (() => void) | null
  /** Called when a part of the page needs all events of the run. */
  onWantEvents: () => void
}
