/** What a plan file says beyond its tasks, with every default filled in. Durations are in milliseconds. */

export interface ProjectSettings {
  /** Commands run on every merged tree before the branch moves (D3); empty: none. */
  verify: readonly string[]
  /** Commands run in a fresh worktree (I5). */
  setup: readonly string[]
  teardown: readonly string[]
  verifyTimeoutMs: number
  setupTimeoutMs: number
  teardownTimeoutMs: number
  /** Paths copied from the checkout into each worktree, never committed (I5). */
  copy: readonly string[]
  /** Paths symlinked instead. */
  link: readonly string[]
  /** Ignored paths that stay when a worktree is handed on (I5). */
  keepIgnored: readonly string[]
  /** Names of variables of the server's environment that agents and commands of the project receive (A2). Values are never stored. */
  env: readonly string[]
  redBase: 'refuse' | 'allow'
  delivery: 'auto' | 'manual'
  /** D4 */
  maxConflictSessions: number
}

export interface TaskSettings {
  agent: AgentSettings
  /** Whose limits the agent runs into. Null means that each kind of agent is a provider of its own (S5). */
  provider: string | null
  /** A model id, or null when the agent or a policy chooses. */
  model: string | null
  /** The time limit of one attempt (S6). */
  timeoutMs: number
  /** An attempt without output for this long is ended (S6). */
  stallMs: number
  maxAttempts: number
  /** A hint: the files that the task will touch. */
  files: readonly string[]
}

/**
 * The settings of a task that belong to its kind of agent. They are JSON-safe. Only the kind itself knows more of them than `kind`; the
 * row of the kind says how they are read, completed, compared and hidden (ports/agent.ts).
 */
export interface AgentSettings {
  readonly kind: string
  readonly [name: string]: unknown
}

const MINUTE_MS = 60_000

export const DEFAULT_PROJECT_SETTINGS: ProjectSettings = {
  verify: [],
  setup: [],
  teardown: [],
  verifyTimeoutMs: 10 * MINUTE_MS,
  setupTimeoutMs: 10 * MINUTE_MS,
  teardownTimeoutMs: MINUTE_MS,
  copy: [],
  link: [],
  keepIgnored: [],
  env: [],
  redBase: 'refuse',
  delivery: 'auto',
  maxConflictSessions: 2,
}

/** The defaults of the settings that tasks of every kind of agent have. */
export const DEFAULT_TASK_SETTINGS: Omit<TaskSettings, 'agent'> = {
  provider: null,
  model: null,
  timeoutMs: 30 * MINUTE_MS,
  stallMs: 5 * MINUTE_MS,
  maxAttempts: 3,
  files: [],
}

/** The priority when a plan says none. Lower runs first. */
export const DEFAULT_PRIORITY = 999
