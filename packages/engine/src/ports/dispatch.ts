import type { AttemptOrder, RunPlace } from '../domain/attempt-order.ts'
import type { AttemptReport } from '../domain/attempt-report.ts'
import type { InboxMessage, MoneyGranted } from '../domain/inbox-message.ts'
import type { OpenText } from '../domain/open-text.ts'
import type { ProcessIdentity } from '../domain/records.ts'
import type { NumberedFact } from '../domain/session-facts.ts'
import type { OutputEntry } from '../domain/session-output.ts'
import type { TranscriptPart } from '../domain/transcript.ts'

/**
 * Passes orders from the owner of a run to the conductor of its attempts, and news from the conductor to the owner. Every implementation
 * passes `dispatch.contract.ts`:
 *
 * - An order begins one attempt, even if it is offered several times.
 * - The news of a session is numbered from 1 without gaps and arrives in this order. There is no order between sessions.
 * - News can be read again until its session is acknowledged, also by a later owner. So the same news can arrive more than once. The owner
 *   makes sure that it takes effect only once.
 * - A call of an owner with an older epoch has no effect. News carries the epoch of the owner to which it was sent, and only this owner can
 *   read it. When a newer owner offers the order again, the news is sent again with the new epoch.
 */
export interface Dispatch {
  /**
   * Begins the attempt of the order. If the session has already begun, nothing begins. An offer with a newer epoch then makes the
   * session's news available to the new owner, from number 1.
   */
  offer(order: AttemptOrder): Promise<void>
  /**
   * Asks a session to end and returns at once. When the session has ended, its last news is `report` or `left`. The call is also allowed
   * before the session's order is offered, and it has no effect after the session's end or after an earlier call.
   */
  recall(session: SessionFence, why: RecallReason): void
  /** @returns the news above the number `after`, in order */
  read(session: SessionFence, after: number): Promise<readonly AttemptNews[]>
  /**
   * Calls back when there may be more news. One call may stand for several changes, and a call may find nothing new.
   *
   * @returns a function that stops the calls
   */
  onNews(session: SessionFence, call: () => void): () => void
  /** Frees the working tree of an attempt whose report is recorded. An order for the same slot may follow at once. */
  acknowledge(session: SessionFence): Promise<void>
  /**
   * Reports that Coppice itself moved the user's checkout. Without this call, the change would count as a change by an agent (I2).
   *
   * @param commonDir the git directory of the repository, as in the port `Repository`
   */
  checkoutMoved(commonDir: string): Promise<void>
  /**
   * Removes what a run without an active attempt has left on the conductor's machine. It ends agents of sessions that are `uncollected`
   * (C1), commits uncommitted work in the working trees of the run (D5), and removes the working trees. A working tree stays if its agent
   * cannot be ended or its content cannot be committed.
   *
   * @throws when the repository cannot be opened
   */
  tidy(run: OverRun): Promise<void>
  /** @returns the runs that have working trees on the conductor's machine, active runs included */
  leftovers(): Promise<readonly RunFolder[]>
  readonly transcripts: Transcripts
  /** Resolves when no attempt is active any more. An attempt whose agent was left to the next server does not count as active. */
  close(): Promise<void>
}

/** Reads the facts and the output of sessions, also while they run, and sends messages to sessions. Any server may use it. */
export interface Transcripts {
  /** @returns the session's facts above the number `after`, at most `limit` (R2) */
  facts(sessionId: string, after: number, limit: number): Promise<NumberedFact[]>
  /** @returns the session's output above the number `after`, at most `limit`. Output has numbers of its own (R2). */
  output(sessionId: string, after: number, limit: number): Promise<OutputEntry[]>
  /** @returns the number of the session's last entry of output; 0 when it has none. The call reads no facts, so it is cheap */
  lastOutput(sessionId: string): Promise<number>
  /**
   * Reads all facts of the session, part by part, so that memory is bounded also for a long transcript (R4).
   *
   * @param after only facts with an output number above this are read
   * @param from the `start` of a part, before which there is no such fact; a place that is not a start means the beginning
   * @returns null when the conductor's machine has no facts of the session
   */
  transcript(sessionId: string, after: number, from?: number): Promise<AsyncIterable<TranscriptPart> | null>
  /**
   * Reads a text that was too long to be stored with its fact.
   *
   * @param overflow the name of its file, as the fact has it
   * @returns the text in pieces; nothing when the file does not exist
   */
  wholeText(sessionId: string, overflow: string): AsyncIterable<string>
  /**
   * Calls back when there may be more facts. One call may stand for several changes, and a call may find nothing new.
   *
   * @returns a function that stops the calls
   */
  onFacts(sessionId: string, call: () => void): () => void
  /** @returns what the agent of a running session is writing, before it becomes a fact; null when there is nothing to show. It is not stored */
  openText(sessionId: string): Promise<OpenText | null>
  /**
   * Calls back when the open text may have grown. When the open text becomes a fact, only the listeners of `onFacts` are called.
   *
   * @returns a function that stops the calls
   */
  onOpenText(sessionId: string, call: () => void): () => void
  /** @returns the number of the session's facts that are claims, issues and proposed follow-ups. The call reads no facts, so it is cheap */
  reports(sessionId: string): Promise<number>
  /** @returns the last line of output of a running agent, or null when there is none */
  lastLine(sessionId: string): Promise<string | null>
  /**
   * Sends a message to a session. A second call with the same `id` has no effect.
   *
   * @returns false when the session has ended and the message was not sent
   */
  send(sessionId: string, id: string, message: InboxMessage | MoneyGranted, author?: string | null): Promise<boolean>
}

/** A run without an active attempt, with the sessions and files that it may have left. */
export interface OverRun {
  place: RunPlace
  /** The paths of the files that were copied or linked into its working trees. */
  lent: readonly string[]
  /** The orders of sessions that ended in the database before their work was committed. Their agents may still be alive. */
  uncollected: readonly AttemptOrder[]
}

/** Names the folder with the working trees of a run. */
export interface RunFolder {
  projectId: string
  run: number
}

/** Names a session. `epoch` is the epoch of the owner that makes the call. Calls with an older epoch have no effect. */
export interface SessionFence {
  runId: string
  sessionId: string
  epoch: number
}

/**
 * `task-cancelled` ends the agent and waits for teardown. The other reasons do not wait for teardown. With `handover` the server stops:
 * a running agent continues, and an attempt whose agent has not started is cancelled (R5).
 */
export type RecallReason = 'task-cancelled' | 'run-cancelled' | 'interrupted' | 'handover'

/** One piece of news. `number` counts from 1 within the session. */
export interface AttemptNews extends SessionFence {
  attempt: number
  number: number
  body: NewsBody
}

export type NewsBody =
  /** The agent runs. A later server needs `process` to take up the session (R1). `worktreePath` is absolute, on the conductor's machine. */
  | { is: 'started'; process: ProcessIdentity | null; worktreePath: string }
  /** The agent has ended, and no process of it is alive. The conductor now collects its work. */
  | { is: 'ended' }
  /** The last news of a session whose agent continues without this server. The next server takes the session up (R5). */
  | { is: 'left' }
  /** The last news of a session that has ended. */
  | { is: 'report'; report: AttemptReport }

/**
 * Conducts attempts. A dispatch calls `conduct` only once for each order that it remembers. After a crash the dispatch has forgotten its
 * orders, so the same order may come again. It may also come from another dispatch.
 */
export interface Conductor {
  /**
   * Begins the attempt and returns at once. `send` is called for each piece of news, in order, and last with `report` or `left`. If the
   * session's agent was started before, no second agent starts, its working tree stays as it is, and `send` gets all news from the first
   * one (R1).
   */
  conduct(order: AttemptOrder, send: (body: NewsBody) => void): void
  /** Asks a session to end. A second call, or a call after the end, has no effect. */
  recall(sessionId: string, why: RecallReason): void
  /** Frees the working tree of a session whose report is recorded. The next attempt in the same slot waits for this call. */
  release(sessionId: string): void
  checkoutMoved(commonDir: string): Promise<void>
  tidy(run: OverRun): Promise<void>
  leftovers(): Promise<readonly RunFolder[]>
  readonly transcripts: Transcripts
  close(): Promise<void>
}
