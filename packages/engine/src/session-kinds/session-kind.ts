import type { AttemptTree, TreePreparation } from '../domain/attempt-order.ts'
import type { AttemptEnd, AttemptLeft } from '../domain/attempt-report.ts'
import type { RunRecord, RunTaskRecord } from '../domain/records.ts'
import type { Begun, NewSession, TellEnd } from '../lifecycle/attempt-lifecycle.ts'
import type { OwnerDeps } from '../lifecycle/change.ts'
import type { FailPoint } from '../ports/fail-points.ts'
import type { RunView } from './run-view.ts'

/** A row of the table of session kinds: what distinguishes a session of this kind from the others. */
export interface SessionKindRow {
  /** Is reached when the session is stored. */
  begun: FailPoint
  /** The number of the attempt, and the commits that the start commit was checked to contain. */
  plan(ctx: RunView, task: RunTaskRecord, startCommit: string): Promise<Pick<NewSession, 'attempt' | 'provenCommits'>>
  /** The prompt. */
  brief(ctx: RunView, task: RunTaskRecord): Promise<string>
  /** Stores the session and its task. @returns null when the run takes no session any more */
  begin(deps: OwnerDeps, ctx: RunView, task: RunTaskRecord, session: NewSession): Promise<Begun | null>
  /** Uses only the record. */
  tree(run: RunRecord, begun: Begun): AttemptTree
  prepare(ctx: RunView, begun: Begun): Promise<TreePreparation>
  /** For the work that the agent left uncommitted. */
  commitMessage(task: RunTaskRecord): string
  /** The events that tell the end of a session, beside its own. */
  tellEnd: TellEnd
  /** Stores what became of the session and its task. @returns null when somebody else has settled it */
  settle(ctx: RunView, begun: Begun, end: AttemptEnd, left: AttemptLeft): Promise<RunTaskRecord | null>
}
