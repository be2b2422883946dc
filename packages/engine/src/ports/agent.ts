import type { ProviderLimit } from '../domain/provider.ts'
import type { SessionFact } from '../domain/session-facts.ts'
import type { AgentSettings } from '../domain/settings.ts'
import type { SessionKind } from '../domain/statuses.ts'
import type { Shape } from '../shapes/shape.ts'

/**
 * A kind of worker: a row of agents/registry.ts. Every agent is one process that outlives the server. It writes its output to files,
 * which the next server reads again. So a kind only defines its settings, what to start, and which facts a line contains. All of that
 * is pure.
 */
export interface Agent<F extends AgentFields = AgentFields> {
  readonly kind: string
  /** What it is, for the schema of plan files: `a shell command`. */
  readonly doc: string
  /** Completes "Write …" for a person whose plan names no agent, or one that does not exist: `"agent: command", with …`. */
  readonly advice: string
  /** The settings of the kind by their keys in plan files. No other kind has a key of the same name. */
  readonly fields: F
  /** @returns the shell command of a session, or null when this agent has none of that kind (a `command` task without `resolve`) */
  start(work: AgentWork<SettingsOf<F>>): AgentStart | null
  /** `records`: each line of stdout is a record, and is never cut. A line of `text` that is too long is cut. stderr is always text. */
  readonly stdout: 'text' | 'records'
  /**
   * Translates one line, without its line break, to facts. `at` is when the line was read, in ms. If it throws, the line is kept as a
   * Printed fact.
   */
  facts(stream: 'stdout' | 'stderr', line: string, at: number): readonly SessionFact[]
  /**
   * Reads what a session that failed says of a limit of its provider in plain words (S5), when no fact tells of one. `tail` is the end of
   * its output, `endedAt` is in ms.
   */
  readLimit(tail: string, endedAt: number): ProviderLimit | null
}

export interface AgentWork<S extends AgentSettings = AgentSettings> {
  kind: SessionKind
  settings: S
  model: string | null
}

export interface AgentStart {
  /** Run by `/bin/sh -c` in the worktree. */
  command: string
  env?: Readonly<Record<string, string>>
}

/** One setting of a kind of agent. It may stand in `defaults`, in an epic and in a task; the nearest one counts. */
export interface AgentField<Value = unknown> {
  /** What a plan file may say, and how it is checked. */
  readonly shape: Shape<unknown>
  /** The text that an editor shows. */
  readonly doc: string
  /** The value when the plan says none. A `why` means that a task cannot do without it, and is the message. */
  readonly otherwise: { readonly value: Value } | { readonly why: string }
  /** Work that was finished under another value is other work, so it is not merged for the task (D6). */
  readonly decidesWork: boolean
  /** A2: the value is shown nowhere: it is redacted in output and failures, and a message about the plan does not quote it. */
  readonly isSecret: boolean
}

export type AgentFields = Readonly<Record<string, AgentField>>

/** The settings that these fields describe. */
export type SettingsOf<F extends AgentFields> = AgentSettings & {
  readonly [Name in keyof F]: F[Name] extends AgentField<infer Value> ? Value : never
}
