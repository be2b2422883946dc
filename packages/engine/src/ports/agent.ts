import type { ProviderLimit } from '../domain/provider.ts'
import type { SessionMetrics } from '../domain/records.ts'
import type { TaskSettings } from '../domain/settings.ts'
import type { OutputKind, SessionKind } from '../domain/statuses.ts'

/**
 * A kind of worker. Every agent is one process that outlives the server: it writes its output to
 * files, and what it said is read from them again after a restart. So an agent only says what to start and how to read a line.
 * Both are pure.
 */
export interface Agent {
  readonly kind: string
  /** The shell command of a session, or null where this agent has none of that kind (a `command` task without `resolve`). */
  launch(work: AgentWork): AgentLaunch | null
  /** One line of its output, without the line break. */
  decode(stream: 'stdout' | 'stderr', line: string): DecodedLine
  /** What the end of the output of a session that failed says of a limit of its provider (S5); `endedAt` in ms. */
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

export interface DecodedLine {
  entries: readonly { kind: OutputKind; text: string }[]
  /** Added to the session's metrics. */
  usage?: Partial<SessionMetrics>
  /** The agent says that its task needs no change. */
  noChange?: boolean
}
