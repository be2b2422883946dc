export type StrategyName = 'batches' | 'continuous'

export interface SimulateOptions {
  plan: string
  concurrency: readonly number[]
  strategy: readonly StrategyName[]
  failRate: number
  durations?: string
  project?: string
  json?: boolean
  svg?: string
}
