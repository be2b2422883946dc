export const STRATEGIES = ['batches', 'continuous'] as const
export const ISOLATIONS = ['task', 'epic'] as const

export interface RunOptions {
  repo: string
  plan: string
  parallel?: boolean
  maxConcurrency: number
  strategy: (typeof STRATEGIES)[number]
  isolation: (typeof ISOLATIONS)[number]
  /** Keys; absent: all. */
  task?: readonly string[]
  json?: boolean
  name?: string
}
