import type { RunFilter } from '../client/run-filter.ts'

export const DIMENSIONS = ['model', 'domain', 'task', 'epic', 'batch', 'attempt', 'session', 'day', 'run'] as const
export type Dimension = (typeof DIMENSIONS)[number]

export interface CostOptions extends RunFilter {
  by: Dimension
  all?: boolean
  requests?: boolean
  json?: boolean
  csv?: boolean
}
