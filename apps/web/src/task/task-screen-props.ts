import type { AttemptRow } from '@coppice/run-model'
import type { TaskControl } from '../run/task-control/use-task-control.ts'
import type { VerifyFailure } from '../run/view/evidence.ts'
import type { LastLine } from '../run/view/row-note.ts'
import type { RunView, SessionView, TaskView } from '../run/view/run-view.ts'
import type { SessionOutput } from '../transcript/use-session-output.ts'
import type { SentMessage } from './message/unread-messages.ts'
import type { TaskDetail } from './use-task-sessions.ts'

/** The props of the page of a task, for wide screens and for phones. */
export interface TaskScreenProps {
  view: RunView
  task: TaskView
  rows: readonly AttemptRow[]
  /** The merges of other tasks, with their times in ms since the epoch. */
  merges: readonly { key: string; at: number }[]
  session: SessionView | null
  output: SessionOutput
  /** The last line of the session's output. */
  lastLine: LastLine
  detail: TaskDetail
  failures: readonly VerifyFailure[]
  /** The messages to the selected session that its agent has not read. */
  unread: readonly SentMessage[]
  worktreePath: string | null
  now: number
  stale: boolean
  control: TaskControl
  onSelect: (sessionId: string) => void
}
