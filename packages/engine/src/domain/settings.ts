import type { ExpertiseUse } from './expertise.ts'
import type { LearningSettings } from './learning.ts'
import type { ModelSettings } from './model-choice.ts'
import type { PromptTemplates } from './prompt-template.ts'
import type { SandboxUse } from './sandbox.ts'
import type { OwnDomainWords, TaskDomain } from './task-domains.ts'

/** The settings of projects and tasks in a plan file, with all defaults filled in. Durations are in milliseconds. */

export interface ProjectSettings {
  /** Commands that run on every merged tree before a branch moves to it (D3). */
  verify: readonly string[]
  /** Commands that run in a worktree before the agent or verify starts (I5). */
  setup: readonly string[]
  /** Commands that run in a worktree after the agent or verify has ended (I5). */
  teardown: readonly string[]
  verifyTimeoutMs: number
  setupTimeoutMs: number
  teardownTimeoutMs: number
  /** Paths that are copied from the checkout into each worktree, and never committed (I5). */
  copy: readonly string[]
  /** Paths for which each worktree gets a symbolic link to the checkout. They are never committed (I5). */
  link: readonly string[]
  /** Patterns of ignored files that stay in a worktree when the next attempt uses it (I5). */
  keepIgnored: readonly string[]
  /** The names of the server's variables that agents and commands of the project receive (A2). Their values are not stored. */
  env: readonly string[]
  /** How many sessions may hold each resource at once, by the name of the resource. Each number is at least 1. */
  resources: Readonly<Record<string, number>>
  redBase: 'refuse' | 'allow'
  /** How many waiting merges are verified together at most. With 1, each merge is verified. */
  verifyTogether: number
  /**
   * What a run does with its merged work when it ends. `auto`: it moves the base branch. `manual`: it leaves that to a person. `branch`: it moves a
   * branch of its own (ADR 0055), and leaves the base branch to a person.
   */
  delivery: 'auto' | 'manual' | 'branch'
  /** The number of conflict sessions that a task may have (D4). */
  maxConflictSessions: number
  /** How the project uses expertise (E2). */
  expertise: ExpertiseUse
  /** The model with which the project learns, besides the rules. It is null when rules alone learn, so that nothing is spent (E2). */
  learning: LearningSettings | null
  /** The templates with which the project replaces the prompts of Coppice. */
  prompt: PromptTemplates
  models: ModelSettings
  /** The words by which the project recognizes the domain of a task, besides those of Coppice. */
  domains: OwnDomainWords
}

export interface TaskSettings {
  agent: AgentSettings
  /** The provider whose limits apply to the agent (S5). When null, the agent names its provider. */
  provider: string | null
  /** The id of a model. When null, the agent or a policy chooses the model. */
  model: string | null
  /** The time limit of one attempt (S6). */
  timeoutMs: number
  /** An attempt that prints nothing for this long is ended (S6). */
  stallMs: number
  maxAttempts: number
  /** The names of the resources that each session of the task holds while it runs. */
  uses: readonly string[]
  /** The files that the task will probably change. This is only a hint for the agent. */
  files: readonly string[]
  /** The domain of the task. When null, it is found in the texts and files of the task (E1). */
  domain: TaskDomain | null
  /** Words that a policy of models may name. */
  labels: readonly string[]
  /** Whether the agent runs in a sandbox. */
  sandbox: SandboxUse
  /** The hosts that the agent may reach from a sandbox, besides those of its provider. */
  sandboxHosts: readonly string[]
}

/**
 * The settings of a task for its kind of agent. They contain only data that JSON can represent. Each kind of agent defines its other
 * fields and how they are read, completed, compared and hidden (`ports/agent.ts`). Other code may use only `kind`.
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
  resources: {},
  redBase: 'refuse',
  verifyTogether: 1,
  delivery: 'auto',
  maxConflictSessions: 2,
  expertise: 'measured',
  learning: null,
  prompt: {},
  models: { tiers: {}, policy: [] },
  domains: {},
}

/** The defaults of the settings that tasks of every kind of agent have. */
export const DEFAULT_TASK_SETTINGS: Omit<TaskSettings, 'agent'> = {
  provider: null,
  model: null,
  timeoutMs: 30 * MINUTE_MS,
  stallMs: 5 * MINUTE_MS,
  maxAttempts: 3,
  uses: [],
  files: [],
  domain: null,
  labels: [],
  sandbox: 'off',
  sandboxHosts: [],
}

/** The priority of a task or epic for which the plan gives none. A lower number comes first. */
export const DEFAULT_PRIORITY = 999
