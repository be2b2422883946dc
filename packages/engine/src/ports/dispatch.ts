import type { AttemptOrder, RunPlace } from '../domain/attempt-order.ts'
import type { AttemptReport } from '../domain/attempt-report.ts'
import type { InboxMessage } from '../domain/inbox-message.ts'
import type { ProcessIdentity } from '../domain/records.ts'
import type { NumberedFact } from '../domain/session-facts.ts'
import type { OutputEntry } from '../domain/session-output.ts'

/**
 * Stands between the owner of a run, who decides and records, and the conductor of its attempts. Every implementation passes
 * `dispatch.contract.ts`:
 *
 * - An order begins one attempt, however often it is offered.
 * - The news of a session is numbered from 1 without gaps and comes in this order. It can be read again until it is acknowledged, also
 *   by a later owner: it arrives at least once, and the owner makes sure that it takes effect once. There is no order between sessions.
 * - What an owner of an older epoch says changes nothing, and news that is meant for it reaches no newer one.
 */
export interface Dispatch {
  /** A session that is known already begins nothing. An offer of a newer epoch brings the news of it to the new owner, from 1. */
  offer(order: AttemptOrder): Promise<void>
  /** Asks a session to end. May come before the offer, twice, or after the end. `report` or `left` tells when it is over. */
  recall(session: SessionFence, why: RecallReason): void
  /** What is known above the number `after`, in order. */
  read(session: SessionFence, after: number): Promise<readonly AttemptNews[]>
  /** Calls back when there may be more to read. It is a hint. @returns how to stop */
  onNews(session: SessionFence, call: () => void): () => void
  /** The report is recorded: the working tree of the attempt is free, and an order for its slot may follow at once. */
  acknowledge(session: SessionFence): Promise<void>
  /** Coppice itself moved the checkout of the repository: no agent did that (I2). */
  checkoutMoved(commonDir: string): Promise<void>
  /**
   * No attempt of the run is under way. Resolves when its working trees are removed, except what is stranded, and those that the ended
   * runs of the same project have left.
   */
  tidy(run: RunPlace, ended: readonly EndedRun[]): Promise<void>
  readonly transcripts: Transcripts
  /** Resolves when nothing is under way except agents that were left. */
  close(): Promise<void>
}

/** What sessions tell while they are conducted and afterwards, read by cursor, and what is said to them. Anybody may use it. */
export interface Transcripts {
  /** @returns the session's facts above the number `after`, at most `limit` (R2) */
  facts(sessionId: string, after: number, limit: number): Promise<NumberedFact[]>
  /** @returns what people read of them, by a numbering of its own (R2) */
  output(sessionId: string, after: number, limit: number): Promise<OutputEntry[]>
  /** Calls back when there are more facts. It is a hint. @returns how to stop */
  onFacts(sessionId: string, call: () => void): () => void
  /** @returns what a living agent said last, or null when nothing is known */
  lastLine(sessionId: string): string | null
  /** Says something to a session. The same `id` again changes nothing. @returns false when the session has ended; then nothing has happened */
  send(sessionId: string, id: string, message: InboxMessage): Promise<boolean>
}

/** A run of the project that is over, and the paths that were lent to its working trees. */
export interface EndedRun {
  runId: string
  run: number
  lent: readonly string[]
}

/** Names a session, and the owner who speaks. */
export interface SessionFence {
  runId: string
  sessionId: string
  epoch: number
}

/**
 * `task-cancelled` ends the agent and lets teardown run. The others do not wait for teardown. `handover`: the server stops; an agent
 * that runs continues, and what has not started is called off (R5).
 */
export type RecallReason = 'task-cancelled' | 'run-cancelled' | 'interrupted' | 'handover'

/** `number`: from 1 within the session. */
export interface AttemptNews extends SessionFence {
  attempt: number
  number: number
  told: Told
}

export type Told =
  /** The agent runs: who it is, for whoever takes it up (R1). */
  | { is: 'started'; process: ProcessIdentity | null }
  /** Nothing of the agent is alive; what it left is being collected. */
  | { is: 'ended' }
  /** The last news: the agent continues without this server, and the next one takes it up (R5). */
  | { is: 'left' }
  /** The last news. */
  | { is: 'report'; report: AttemptReport }

/** Conducts attempts; a dispatch calls it once for each order. */
export interface Conductor {
  /** Returns at once. `tell` is called in order, and last with `report` or `left`. */
  conduct(order: AttemptOrder, tell: (told: Told) => void): void
  /** May be called more than once; what has ended stays as it is. */
  recall(sessionId: string, why: RecallReason): void
  /** Frees the working tree of a session whose report is recorded. A later attempt in its slot waits for that. */
  release(sessionId: string): void
  checkoutMoved(commonDir: string): Promise<void>
  tidy(run: RunPlace, ended: readonly EndedRun[]): Promise<void>
  readonly transcripts: Transcripts
  close(): Promise<void>
}
