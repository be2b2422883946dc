import type { Allowance } from './allowance.ts'
import type { ProcessIdentity } from './records.ts'
import type { SandboxUse } from './sandbox.ts'
import type { AgentSettings, ProjectSettings } from './settings.ts'
import type { SessionKind } from './statuses.ts'
import type { TaskSheet } from './task-calls.ts'
import type { TrustedPrograms } from './trusted-programs.ts'

/**
 * Everything that a conductor needs to conduct one attempt. An order contains only data that JSON can represent, so it can be sent to
 * another machine. Commits are full object ids, refs are full ref names, and times are in milliseconds.
 */
export interface AttemptOrder {
  sessionId: string
  /** The number of the session in its project. */
  session: number
  attempt: number
  /** The epoch of the claim under which the owner gave the order. A later owner has a higher epoch. */
  epoch: number
  kind: SessionKind
  run: RunPlace
  task: { key: string; epicKey: string }
  /** What the task tools return about the task. It is null for an attempt that is taken up, because its tools have had the sheet since its start. */
  sheet: TaskSheet | null
  tree: AttemptTree
  begin: Beginning
  /** The index of the attempt's worktree within the run, from 0. No two attempts have the same slot at the same time (I1). */
  slot: number
  equipment: EquipmentSettings
  /** Names of variables of the environment that agents and commands of the project receive (A2). */
  env: readonly string[]
  agent: { settings: AgentSettings; model: string | null }
  /** Whether the agent runs in a sandbox, and the hosts that it may reach from there besides those of its provider. */
  sandbox: { use: SandboxUse; hosts: readonly string[]; provider: string }
  prompt: string
  /** The earlier conversation about the task that the agent should continue. It is null when the agent begins a new one. */
  resume: ResumedConversation | null
  /** It is null when the run has no budget, when the price of the model is not known, and for an attempt that is taken up. */
  allowance: Allowance | null
  /** The message of the commit for work that the agent did not commit. */
  commitMessage: string
  /** The time limit and the stall limit (S6). The time limit counts from `startedAt`, even if the server has restarted since. */
  limits: { timeoutMs: number; stallMs: number; startedAt: number }
}

export interface ResumedConversation {
  /** The id that the agent gave to the conversation. */
  conversationId: string
  /** The id of the session that had the conversation. */
  sessionId: string
  /**
   * The prompt for a new conversation, which the agent gets if it cannot continue this one. The prompt of the order is then a message that
   * only the earlier conversation makes clear. It is null when the prompt of the order is for both.
   */
  otherwise: string | null
}

/** The run of an attempt, and its repository. */
export interface RunPlace {
  runId: string
  run: number
  branch: string
  projectId: string
  projectName: string
  repositoryPath: string
  /** The programs that git may run in the repository (I2). When null, git may run all programs that the repository's config names now. */
  trustedPrograms: TrustedPrograms | null
}

export interface AttemptTree {
  /**
   * The commit on which the work is based, such as the batch's commit (S2). The work is what differs from it. A tip that equals it means
   * that there is no work.
   */
  baseCommit: string
  /** The commit at which the worktree starts. It is the base commit, or the earlier work that the attempt continues (R1, S5). */
  startCommit: string
  /** The work branch. It is created at the start commit, or reset to it. */
  branch: string
  /** The files in conflict that a conflict session resolves (D4). It is null for a work session. */
  conflictFiles: readonly string[] | null
}

/** How an attempt begins: `anew`, or as the continuation of an attempt that an earlier server began. */
export type Beginning =
  | ({ is: 'anew' } & TreePreparation)
  /**
   * The server has restarted since the order was first given (R1). If the agent was started, the conductor continues with it, even if it
   * has ended. If the agent never started, the attempt is called off. `process` is null when no process was recorded.
   */
  | { is: 'take-up'; process: ProcessIdentity | null }

export interface TreePreparation {
  /** The kept ref that is created for unmerged commits of an earlier attempt on the work branch (D5). It is null when there can be none. */
  keepEarlierTip: string | null
  /**
   * The commit that is being merged when the agent starts: for a conflict session (D4), and for an attempt that continues refused work which
   * lacks the base commit (S5). It is null for any other session.
   */
  mergeWith: string | null
}

/** The project's settings by which a worktree is prepared for an attempt and cleaned up after it (I5). */
export type EquipmentSettings = Pick<
  ProjectSettings,
  'setup' | 'teardown' | 'setupTimeoutMs' | 'teardownTimeoutMs' | 'copy' | 'link' | 'keepIgnored'
>
