import type { ProviderLimit } from '../domain/provider.ts'
import type { SessionFact } from '../domain/session-facts.ts'
import type { TaskSettings } from '../domain/settings.ts'
import type { SessionKind } from '../domain/statuses.ts'

/**
 * A kind of worker. Every agent is one process that outlives the server: it writes its output to
 * files, and what it said is read from them again after a restart. So an agent only says what to start and how to read a line.
 * Both are pure.
 */
export interface Agent {
  readonly kind: string
  /** The shell command of a session, or null where this agent has none of that kind (a `command` task without `resolve`). */
  launch(work: AgentWork): AgentLaunch | null
  /** `records`: each line of stdout is a record, and is never cut. A line of `text` that is too long is cut. stderr is always text. */
  readonly stdout: 'text' | 'records'
  /**
   * Translates one line, without its line break, to facts. `at` is when it was read, in ms. A line that makes this throw is kept as
   * Printed.
   */
  decode(stream: 'stdout' | 'stderr', line: string, at: number): readonly SessionFact[]
  /**
   * Reads what a session that failed says of a limit of its provider in plain words (S5), when no fact tells of one. `tail` is the end of
   * its output, `endedAt` is in ms.
   */
  readLimit(tail: string, endedAt: number): ProviderLimit | null
}

export interface AgentWork {
  kind: SessionKind
  settings: TaskSettings
  model: string | null
}

export interface AgentLaunch {
  /** Run by `/bin/sh -c` in the worktree. */
  command: string
  env?: Readonly<Record<string, string>>
}
