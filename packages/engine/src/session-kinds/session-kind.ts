import type { AttemptTree, TreePreparation } from '../domain/attempt-order.ts'
import type { AttemptEnd, AttemptLeft } from '../domain/attempt-report.ts'
import type { Shown } from '../domain/expertise.ts'
import type { RunRecord, RunTaskRecord, SessionRecord } from '../domain/records.ts'
import type { AgentSettings } from '../domain/settings.ts'
import type { SessionKind, SessionStatus } from '../domain/statuses.ts'
import type { OwnerDeps } from '../lifecycle/change.ts'
import type { Begun, NewSession, SessionEnding } from '../lifecycle/session-lifecycle.ts'
import type { FailPoint } from '../ports/fail-points.ts'
import type { RunView } from './run-view.ts'

/**
 * The record of the task after the end of a session, or `untouched` when the session does not move its task. It is null when the end of the
 * session was already recorded.
 */
export type SettledTask = RunTaskRecord | 'untouched' | null

/** The conversation of the last session that moved a task. */
export interface LastConversation {
  /** The id of the session. */
  sessionId: string
  /** The id that the agent gave to the conversation. */
  conversationId: string
  kind: SessionKind
  /** The model of the session. It is null when the agent itself chose it. */
  model: string | null
  /** How the session ended. Only the work of a session that is COMPLETED can be refused. */
  status: SessionStatus
  /** Whether something other than its work ended the session (`SessionRecord.cutOff`). If so, its work is not finished. */
  cutOff: boolean
  /** The commit on which the work of the session is based. */
  baseCommit: string
  /** The tip of the worktree when the session ended. It is null when the work could not be committed. */
  tipCommit: string | null
}

/** Where a session starts. If it continues a conversation, `startCommit` has the files that the conversation has last seen. */
export interface SessionStart {
  baseCommit: string
  startCommit: string
  /** The conversation to continue. It is null for a new one. */
  resume: LastConversation | null
  /**
   * It is set when the session continues finished work that verify refused. `isMerging` says whether `baseCommit` is merged into this work
   * before the agent starts, because the work does not contain it.
   */
  refused?: { isMerging: boolean }
}

/** What the agent of a session is told. */
export interface Briefing {
  /** It is stored with the session, and the agent gets it. */
  prompt: string
  /** The prompt for a new conversation, if the agent cannot continue the earlier one. It is null when `prompt` is for both. */
  otherwise: string | null
}

/**
 * The agent that does the sessions of a kind in place of the agents of their tasks. It gets no setup, no lent files, no variables of the
 * project and no task tools, and it holds no resources.
 */
export interface Performer {
  agent: AgentSettings
  model: string
  provider: string
  timeoutMs: number
  stallMs: number
}

/** One row of the table of session kinds. It defines everything in which the sessions of this kind differ from others. */
export interface SessionKindRow {
  kind: SessionKind
  /** The point at which tests can stop the server after the session is stored. */
  begun: FailPoint
  /**
   * Returns the keys of the tasks for which a session should start now, in this order. Only a kind that does not move its task has this
   * function, because the scheduler starts the sessions of all other kinds itself. It is called before each decision of a run that is
   * active and not paused.
   */
  wanted?(ctx: RunView): Promise<readonly string[]>
  /** Returns who does the sessions of this kind. When absent, or null, the agent of each task does them. */
  performer?(run: RunRecord): Performer | null
  /** Returns what an ended session shows. When absent, rules find it in what its agent did (E2). */
  shown?(ctx: RunView, task: RunTaskRecord, session: SessionRecord): Promise<Shown | undefined>
  /**
   * Returns the conversation and the commits with which a new session starts.
   *
   * @param baseCommit the commit from which the scheduler starts the session
   * @param last the last conversation of the task, or null when there is none or its agent cannot continue conversations
   */
  startOf(ctx: RunView, task: RunTaskRecord, baseCommit: string, last: LastConversation | null): Promise<SessionStart>
  /**
   * Returns the number of the attempt, and the commits of the merged dependencies. It first checks that the start commit contains these
   * commits (S3). A conflict session works on a merge with the run's tip, so it checks nothing and returns no commits.
   */
  plan(ctx: RunView, task: RunTaskRecord, startCommit: string): Promise<Pick<NewSession, 'attempt' | 'provenCommits'>>
  /**
   * Returns what the agent is told.
   *
   * @param expertise the entries that were chosen for the session, as text, or null when it gets none (E2)
   */
  brief(ctx: RunView, task: RunTaskRecord, start: SessionStart, expertise: string | null): Promise<Briefing>
  /** Stores the session and the new status of its task. @returns null when the run no longer takes sessions. Then nothing is stored */
  begin(deps: OwnerDeps, ctx: RunView, task: RunTaskRecord, session: NewSession): Promise<Begun | null>
  /**
   * Returns the worktree that the session gets. It uses only data that are in the database, so that a later server returns the same
   * worktree.
   */
  tree(run: RunRecord, begun: Begun): AttemptTree
  /** Returns how the worktree is prepared before the agent starts. */
  prepare(ctx: RunView, begun: Begun): Promise<TreePreparation>
  /** Returns the message for the commit of the changes that the agent did not commit itself. */
  commitMessage(task: RunTaskRecord): string
  /** Stores the end of the session and the new status of its task. */
  settle(ctx: RunView, begun: Begun, end: AttemptEnd, left: AttemptLeft): Promise<SettledTask>
  /**
   * Stores the end of a session when the run ends without the use of its repository. If the session moves its task, the task ends as
   * CANCELLED.
   *
   * @param cost the cost of all sessions of the task in millionths of a dollar, or null when it is unknown
   */
  endByRecord(
    deps: OwnerDeps,
    begun: Begun,
    ending: SessionEnding,
    reason: string,
    cost: number | null,
  ): Promise<SettledTask>
}
