import type { ProcessEnd } from '../domain/process-end.ts'
import type { ProcessIdentity } from '../domain/records.ts'
import type { Agent } from './agent.ts'

/** Starts, adopts, reads and ends agent processes (R1, C1). Its files lie in one folder per session. */
export interface SessionHosts {
  /**
   * Starts the agent in a process group of its own and resolves once it runs. Its exit is recorded by its own parent, so
   * nothing depends on this server. Throws when it cannot be started (then nothing is left running).
   */
  start(request: HostRequest): Promise<RunningProcess>
  /** Takes up a session that an earlier server started: alive, or ended meanwhile. Null where nothing of it was ever started. */
  adopt(session: {
    id: string
    process: ProcessIdentity | null
    agent: Agent
    limits: SessionLimits
  }): Promise<RunningProcess | null>
  /** The session's output so far from its file, above `after`, at most `limit`. */
  output(sessionId: string, after: number, limit: number): Promise<OutputEntry[]>
  /** Calls back when output was appended; a hint. */
  onOutput(sessionId: string, call: () => void): () => void
  /** Adds a line of Coppice's own (NOTICE) to the session's output; safe before, during and after the process. */
  notice(sessionId: string, text: string): Promise<void>
  /** Writes a file for the agent to read (the prompt) beside the session's own files, before it starts; answers its path. */
  provide(sessionId: string, name: string, text: string): Promise<string>
  /** What a living agent said last; null where nothing is known. */
  lastLine(sessionId: string): string | null
  /** R4: of sessions that ended, the output to which nothing was added since `before`, in ms; answers of how many. */
  removeOldOutput(before: number): Promise<number>
  /** Stops reading, leaves every agent as it is. */
  close(): Promise<void>
}

export interface HostRequest {
  sessionId: string
  agent: Agent
  command: string
  cwd: string
  /** The whole environment: an allow-list already applied (A2). The session's marker is added. */
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
   * Resolves once the process has ended, the kill ladder has run and nothing of the session is alive (C1), and all its output is
   * stored. Never rejects for what an agent does.
   */
  ended: Promise<ProcessEnd>
  /** Kill ladder: SIGTERM to the group, SIGKILL after the grace time, then proof. Idempotent; `ended` tells when it is over. */
  stop(why: 'cancelled' | 'interrupted'): void
}

/** `sequence`: from 1 within the session, without gaps. */
export interface OutputEntry {
  sequence: number
  at: number
  kind: import('../domain/statuses.ts').OutputKind
  text: string
}
