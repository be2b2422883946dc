export const STRATEGIES = ['batches', 'continuous'] as const
export const ISOLATIONS = ['task', 'epic'] as const

/** The safeguards of a project that an import removes only with permission. The keys are their names on the command line. */
export const REMOVABLE = { verify: 'VERIFY', 'manual-delivery': 'MANUAL_DELIVERY' } as const
export type Removable = keyof typeof REMOVABLE

export interface RunOptions {
  repo: string
  plan: string
  parallel?: boolean
  maxConcurrency: number
  strategy: (typeof STRATEGIES)[number]
  isolation: (typeof ISOLATIONS)[number]
  /** The keys of the tasks to run. If it is absent, the run has all tasks. */
  task?: readonly string[]
  /** What the run may cost, in dollars. If it is absent, there is no limit. */
  budget?: number
  remove?: readonly Removable[]
  json?: boolean
  name?: string
  /** The base branch. The default is the base branch of the project, and for a new project the branch that is checked out. */
  base?: string
}
