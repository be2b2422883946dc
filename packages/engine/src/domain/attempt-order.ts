import type { ProcessIdentity } from './records.ts'
import type { AgentSettings, ProjectSettings } from './settings.ts'
import type { SessionKind } from './statuses.ts'
import type { TrustedPrograms } from './trusted-programs.ts'

/**
 * All that is needed to conduct one attempt. It is data alone, so it can be stored, or sent to another machine. Commits are full
 * object ids, refs full ref names, times milliseconds.
 */
export interface AttemptOrder {
  sessionId: string
  /** The number of the session in its project. */
  session: number
  attempt: number
  /** The claim of the owner who gave the order. A newer owner has a higher one. */
  epoch: number
  kind: SessionKind
  run: RunPlace
  task: { key: string; epicKey: string }
  tree: AttemptTree
  begin: Beginning
  /** The place of its working tree within the run, from 0. No two attempts have the same at once (I1). */
  slot: number
  equipment: EquipmentSettings
  /** Names of variables of the environment that agents and commands of the project receive (A2). */
  env: readonly string[]
  agent: { settings: AgentSettings; model: string | null }
  prompt: string
  /** For the work that the agent leaves uncommitted. */
  commitMessage: string
  /** S6. `startedAt`: the start of the attempt, so that the time limit outlives servers. */
  limits: { timeoutMs: number; stallMs: number; startedAt: number }
}

/** Which run the attempt belongs to, and where its repository is. */
export interface RunPlace {
  runId: string
  run: number
  /** The ref of the run's branch. */
  branch: string
  projectId: string
  projectName: string
  repositoryPath: string
  /** The only programs that git runs there (I2); null means the programs that its config names now. */
  trustedPrograms: TrustedPrograms | null
}

export interface AttemptTree {
  startCommit: string
  /** Is made or reset to the start commit. */
  branch: string
  /** The files of the merge that the attempt resolves (D4); null when it resolves none. */
  conflictFiles: readonly string[] | null
}

export type Beginning =
  | ({ is: 'anew' } & TreePreparation)
  /**
   * After a restart of the server: an agent that lives or has ended is taken up, and one that never started is called off (R1).
   * `process`: as far as it was recorded.
   */
  | { is: 'take-up'; process: ProcessIdentity | null }

export interface TreePreparation {
  /** The ref for what an earlier attempt left unmerged on the branch (D5); null when nothing can be there. */
  keepEarlierTip: string | null
  /** The commit whose merge is in progress when the agent starts (D4). */
  mergeWith: string | null
}

/** What a working tree is made ready with, and left with (I5). */
export type EquipmentSettings = Pick<
  ProjectSettings,
  'setup' | 'teardown' | 'setupTimeoutMs' | 'teardownTimeoutMs' | 'copy' | 'link' | 'keepIgnored'
>
