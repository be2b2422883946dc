import type { AttemptTree, ResumedConversation, TreePreparation } from '../domain/attempt-order.ts'
import type { AttemptEnd, AttemptLeft } from '../domain/attempt-report.ts'
import type { RunRecord, RunTaskRecord } from '../domain/records.ts'
import type { SessionKind } from '../domain/statuses.ts'
import type { OwnerDeps } from '../lifecycle/change.ts'
import type { Begun, NewSession, SessionEnding } from '../lifecycle/session-lifecycle.ts'
import type { FailPoint } from '../ports/fail-points.ts'
import type { RunView } from './run-view.ts'

/** The record of the task after the end of a session. It is null when the end of the session was already recorded. */
export type SettledTask = RunTaskRecord | 'untouched' | null

/** The conversation of the last session that moved a task. */
export interface LastConversation extends ResumedConversation {
  /** The end of the server cut the session off, so its work is not finished. */
  isInterrupted: boolean
}

/** A row of the table of session kinds: everything that is special to the sessions of one kind. */
export interface SessionKindRow {
  kind: SessionKind
  /** The point that is reached when the session is stored. */
  begun: FailPoint
  /**
   * For a kind that does not move its task: the keys of the tasks for which a session should start now, in this order. It is called
   * before each decision of a run that is active and not paused. The scheduler starts the sessions of all other kinds by itself.
   */
  wanted?(ctx: RunView): Promise<readonly string[]>
  /** Says whether the session continues the conversation of the last session that moved its task, if that agent has named it. */
  resumes(last: LastConversation): boolean
  /** Returns the number of the attempt, and the merged commits that the start commit was checked to contain (S3). */
  plan(ctx: RunView, task: RunTaskRecord, startCommit: string): Promise<Pick<NewSession, 'attempt' | 'provenCommits'>>
  /** Returns the prompt. */
  brief(ctx: RunView, task: RunTaskRecord): Promise<string>
  /** Stores the session, and what its task becomes. @returns null when the run takes no session any more; then nothing was written */
  begin(deps: OwnerDeps, ctx: RunView, task: RunTaskRecord, session: NewSession): Promise<Begun | null>
  /** Returns the working tree that the session gets. It uses the record alone, so that a later server gives the same order. */
  tree(run: RunRecord, begun: Begun): AttemptTree
  /** Returns how the working tree is prepared before the agent starts. */
  prepare(ctx: RunView, begun: Begun): Promise<TreePreparation>
  /** Returns the message of the commit of what the agent left uncommitted. */
  commitMessage(task: RunTaskRecord): string
  /** Stores what became of the session and its task. */
  settle(ctx: RunView, begun: Begun, end: AttemptEnd, left: AttemptLeft): Promise<SettledTask>
  /**
   * Stores the end of a session whose run ends without its repository. A task that the session moves ends as CANCELLED.
   *
   * @param cost of all sessions of the task, in millionths of a dollar; null when it is unknown
   */
  endByRecord(
    deps: OwnerDeps,
    begun: Begun,
    ending: SessionEnding,
    reason: string,
    cost: number | null,
  ): Promise<SettledTask>
}
