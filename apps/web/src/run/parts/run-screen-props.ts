import type { RunEvent } from '@coppice/run-model'
import type { SessionOutput } from '../../transcript/use-session-output.ts'
import type { RunControl } from '../control/use-run-control.ts'
import type { Activity } from '../live/use-activity.ts'
import type { RunView, SessionView, TaskView } from '../view/run-view.ts'

/** What both layouts of the run's page show. */
export interface RunScreenProps {
  view: RunView
  /** The clock; it stands while what is shown may no longer be true. */
  now: number
  stale: boolean
  activity: ReadonlyMap<string, Activity>
  /** The task whose output is shown. */
  task: TaskView | null
  /** The key that a person chose; null: the page chose. */
  chosen: string | null
  session: SessionView | null
  output: SessionOutput
  events: readonly RunEvent[]
  control: RunControl
  onSelect: (key: string) => void
  onCancel: () => void
  /** Asked for once something needs the run's events from the first on. */
  onWantEvents: () => void
}
