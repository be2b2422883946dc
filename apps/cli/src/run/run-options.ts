export const STRATEGIES = ['batches', 'continuous'] as const
export const ISOLATIONS = ['task', 'epic'] as const

/** Safeguards of a project that an import removes only where it is told to, by what the command line calls them. */
export const REMOVABLE = { verify: 'VERIFY', 'manual-delivery': 'MANUAL_DELIVERY' } as const
export type Removable = keyof typeof REMOVABLE

export interface RunOptions {
  repo: string
  plan: string
  parallel?: boolean
  maxConcurrency: number
  strategy: (typeof STRATEGIES)[number]
  isolation: (typeof ISOLATIONS)[number]
  /** Keys; absent: all. */
  task?: readonly string[]
  remove?: readonly Removable[]
  json?: boolean
  name?: string
  /** The base branch; absent: the project's, or what is checked out where the project is made now. */
  base?: string
}
