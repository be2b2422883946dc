import type { InboxMessage } from '../domain/inbox-message.ts'
import type { ProcessEnd } from '../domain/process-end.ts'
import type { ProcessIdentity } from '../domain/records.ts'
import type { NumberedFact } from '../domain/session-facts.ts'
import type { OutputEntry } from '../domain/session-output.ts'
import type { Agent } from './agent.ts'

/** Starts, adopts and ends agent processes, reads their output and sends them messages (R1, C1). Each session has a folder for its files. */
export interface SessionHosts {
  /**
   * Starts the agent in a process group of its own and resolves once it runs. Its own parent records its exit, so
   * nothing depends on this server. Throws when it cannot be started; then nothing is left running.
   */
  start(request: HostRequest): Promise<RunningProcess>
  /**
   * Takes up a session that an earlier server started, also one that has ended meanwhile.
   *
   * @returns null when nothing of it was ever started
   */
  adopt(session: {
    id: string
    process: ProcessIdentity | null
    agent: Agent
    limits: SessionLimits
  }): Promise<RunningProcess | null>
  /** @returns the session's facts so far, above `after`, at most `limit` (R2) */
  facts(sessionId: string, after: number, limit: number): Promise<NumberedFact[]>
  /** @returns what the session said so far, above `after`, at most `limit`; it follows from the facts (R2) */
  output(sessionId: string, after: number, limit: number): Promise<OutputEntry[]>
  /** Calls back when facts were stored; a hint. */
  onFacts(sessionId: string, call: () => void): () => void
  /**
   * Puts a message into the session's inbox, before or while its process runs. The process acknowledges it by a Received fact. The
   * message waits there when no server runs. The same `id` again changes nothing.
   *
   * @returns false when the session has ended; then nothing has happened
   */
  send(sessionId: string, id: string, message: InboxMessage): Promise<boolean>
  /** Adds a message of Coppice itself to the session's facts; safe before, during and after the process. */
  notice(sessionId: string, text: string): Promise<void>
  /**
   * Writes a file for the agent to read (the prompt) beside the session's own files, before it starts.
   *
   * @returns its path
   */
  provide(sessionId: string, name: string, text: string): Promise<string>
  /** @returns what a living agent said last, or null when nothing is known */
  lastLine(sessionId: string): string | null
  /**
   * R4: removes the facts of sessions that have ended and to which nothing was added since `before`, in ms.
   *
   * @returns how many sessions these were
   */
  removeOldOutput(before: number): Promise<number>
  /** Stops reading, and leaves every agent as it is. */
  close(): Promise<void>
}

export interface HostRequest {
  sessionId: string
  agent: Agent
  command: string
  cwd: string
  /** The whole environment, with an allow-list already applied (A2). The session's id and the path of its inbox are added. */
  env: Readonly<Record<string, string>>
  limits: SessionLimits
}

export interface SessionLimits {
  timeoutMs: number
  stallMs: number
  /** When the attempt began, for a time limit that outlives servers. */
  startedAt: number
}

export interface RunningProcess {
  identity: ProcessIdentity | null
  /**
   * Resolves once the process has ended, the kill ladder has run and nothing of the session is alive (C1), and all its facts are
   * stored. Never rejects for what an agent does.
   */
  ended: Promise<ProcessEnd>
  /** Runs the kill ladder: SIGTERM to the group, SIGKILL after the grace time, then proof. Idempotent; `ended` tells when it is over. */
  stop(why: 'cancelled' | 'interrupted'): void
}
