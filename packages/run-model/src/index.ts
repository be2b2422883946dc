export type { PlannedRun, PlannedTask } from './documents/planned.ts'
export { EVENT_FIELDS, RUN_PROGRESS } from './documents/run-progress.ts'
export { RUN_SEQUENCE, RUN_SNAPSHOT } from './documents/run-snapshot.ts'
export { answerLabel } from './events/answer-label.ts'
export type { FieldType, Link, Scalars, Value } from './events/define.ts'
export {
  type AnyDefinition,
  EVENTS,
  type EventFacts,
  type EventName,
  type RunEvent,
  type RunEventOf,
} from './events/events.ts'
export { foldRun, RunFold } from './fold/fold-run.ts'
export { type RunSnapshot, readRun, type TaskSnapshot } from './fold/read-run.ts'
export {
  type BatchView,
  type ClaimView,
  type CostForecastView,
  type DeliveryView,
  type DependencyView,
  type EpicView,
  type FollowUpView,
  type ForecastView,
  type HoldView,
  type IssueView,
  type QuestionView,
  type RunView,
  type SessionView,
  type TaskView,
  UNKNOWN_RUN,
} from './fold/run-view.ts'
export { taskSession } from './fold/task-session.ts'
export type { AttemptRow, Segment, SegmentKind } from './segments/attempt-row.ts'
export { attemptRows } from './segments/attempt-rows.ts'
export {
  type BatchStatus,
  type BudgetPot,
  type DeliveryStatus,
  isRunEnded,
  isTaskEnded,
  movesTask,
  type RunStatus,
  type SessionKind,
  type SessionStatus,
  type TaskPhase,
  type TaskStatus,
} from './statuses.ts'
