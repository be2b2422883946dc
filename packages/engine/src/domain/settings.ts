/** What a plan file says beyond its tasks, with every default filled in. Durations in milliseconds. */

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
  agent: AgentKind
  /** Whose limits it runs into; null: each kind of agent is one (S5). */
  provider: string | null
  /** A model id, or null where the agent or policy chooses. */
  model: string | null
  /** Shell command of a `command` task. */
  run: string | null
  /** Shell command of its conflict sessions (D4). */
  resolve: string | null
  /** Of one attempt (S6). */
  timeoutMs: number
  /** No output for this long ends the attempt (S6). */
  stallMs: number
  maxAttempts: number
  /** Hint: what it will touch. */
  files: readonly string[]
}

/** The agents of this version. */
export const AGENT_KINDS = ['command'] as const
export type AgentKind = (typeof AGENT_KINDS)[number]

/** What to do about an agent that this version does not have. */
export const noSuchAgent = (kind: string): string =>
  `there is no agent ${kind} in this version. Write "agent: command", with the shell command in "run"`

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

export const DEFAULT_TASK_SETTINGS: TaskSettings = {
  agent: 'command',
  provider: null,
  model: null,
  run: null,
  resolve: null,
  timeoutMs: 30 * MINUTE_MS,
  stallMs: 5 * MINUTE_MS,
  maxAttempts: 3,
  files: [],
}

/** Lower first; where a plan says nothing. */
export const DEFAULT_PRIORITY = 999
