import type { InboxMessage, MoneyGranted } from '../domain/inbox-message.ts'
import type { OpenText } from '../domain/open-text.ts'
import type { ProcessEnd } from '../domain/process-end.ts'
import type { ProcessIdentity } from '../domain/records.ts'
import type { NumberedFact } from '../domain/session-facts.ts'
import type { OutputEntry } from '../domain/session-output.ts'
import type { TranscriptPart } from '../domain/transcript.ts'
import type { Agent } from './agent.ts'

/**
 * The name of the file, in the folder of a session, that contains the spec of its script. The file is removed when the session has ended.
 */
export const SPEC_FILE = 'spec.json'

/**
 * Starts, adopts and ends agent processes, reads their output and sends them messages (R1, C1). Each session has a folder for its files.
 */
export interface SessionHosts {
  /**
   * Starts the agent in a process group of its own and resolves once the agent runs. A parent process of the agent records its exit, so
   * that the agent does not depend on this server.
   *
   * @throws when the agent cannot be started. Then no process of it remains.
   */
  start(request: HostRequest): Promise<RunningProcess>
  /**
   * Takes up a session that an earlier server started, even if its agent has ended meanwhile.
   *
   * @returns null when the earlier server never started the agent
   */
  adopt(session: {
    id: string
    process: ProcessIdentity | null
    agent: Agent
    limits: SessionLimits
  }): Promise<RunningProcess | null>
  /** @returns the session's facts above the number `after`, at most `limit` (R2) */
  facts(sessionId: string, after: number, limit: number): Promise<NumberedFact[]>
  /** @returns the session's output above the number `after`, at most `limit`. It is derived from the facts (R2). */
  output(sessionId: string, after: number, limit: number): Promise<OutputEntry[]>
  /** @returns the number of the session's last entry of output; 0 when it has none */
  lastOutput(sessionId: string): Promise<number>
  /**
   * Reads all facts of the session, part by part, so that memory is bounded also for a long transcript (R4). A reader that stops early closes the
   * file.
   *
   * @param after only facts with an output number above this are read
   * @param from the `start` of a part, before which there is no such fact; a place that is not a start means the beginning
   * @returns null when this machine has no facts of the session
   */
  transcript(sessionId: string, after: number, from?: number): AsyncIterable<TranscriptPart> | null
  /**
   * Reads a text that was too long to be stored with its fact.
   *
   * @param overflow the name of its file, as the fact has it
   * @returns the text in pieces; nothing when the file does not exist
   */
  wholeText(sessionId: string, overflow: string): AsyncIterable<string>
  /** @returns the number of the session's facts that are claims, issues and proposed follow-ups */
  reports(sessionId: string): Promise<number>
  /** @returns the number of the session's last fact; 0 when it has none */
  lastFact(sessionId: string): Promise<number>
  /**
   * Calls back when there may be more facts. One call may stand for several changes, and a call may find nothing new.
   * @returns a function that stops the calls
   */
  onFacts(sessionId: string, call: () => void): () => void
  /** @returns what the agent of a running session is writing, before it becomes a fact; null when there is nothing to show. It is not stored */
  openText(sessionId: string): OpenText | null
  /**
   * Calls back when the open text may have grown. When the open text becomes a fact, only the listeners of `onFacts` are called. A session with
   * such a listener is read more often.
   * @returns a function that stops the calls
   */
  onOpenText(sessionId: string, call: () => void): () => void
  /**
   * Writes a message to the session's inbox, before or while the agent runs. The agent acknowledges the message by a Received fact, even
   * if no server runs. Then a notice in the session's facts names the sender and the text. A second call with the same `id` has no effect.
   *
   * @param author the name of the sender; absent or null when it is not known
   * @returns false when the session has ended and the message was not written
   */
  send(sessionId: string, id: string, message: InboxMessage | MoneyGranted, author?: string | null): Promise<boolean>
  /** Adds a message of Coppice itself to the session's facts. This is allowed before, while and after the agent runs. */
  notice(sessionId: string, text: string): Promise<void>
  /**
   * Writes a file that the agent reads, such as the prompt, to the session's folder. Call it before the agent starts.
   *
   * @returns the path of the file
   */
  provide(sessionId: string, name: string, text: string): Promise<string>
  /** @returns the path of the session's folder, or null when this machine has no such folder */
  folder(sessionId: string): string | null
  /** @returns the last line of output of a running agent, or null when there is none */
  lastLine(sessionId: string): string | null
  /**
   * Removes the facts of ended sessions whose newest fact is older than `before`, in ms. This limits the use of disk (R4).
   *
   * @returns the number of these sessions
   */
  removeOldOutput(before: number): Promise<number>
  /** Stops reading the agents' files. The agents continue. */
  close(): Promise<void>
}

export interface HostRequest {
  sessionId: string
  agent: Agent
  command: string
  cwd: string
  /** The whole environment, already reduced by the allow-list (A2). The host adds the session's id and the path of its inbox. */
  env: Readonly<Record<string, string>>
  limits: SessionLimits
}

export interface SessionLimits {
  timeoutMs: number
  stallMs: number
  /** When the attempt began, in ms. The time limit counts from there, also after a restart of the server. */
  startedAt: number
}

export interface RunningProcess {
  identity: ProcessIdentity | null
  /**
   * Resolves once no process of the session is alive (C1) and all facts of the session are stored. An agent cannot cause it to reject.
   */
  ended: Promise<ProcessEnd>
  /**
   * Ends all processes of the session: the process group gets SIGTERM, and SIGKILL after a grace time. `ended` resolves when no process is
   * left. A second call has no effect.
   */
  stop(why: 'cancelled' | 'interrupted'): void
}
