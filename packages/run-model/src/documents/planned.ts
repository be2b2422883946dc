import type { ForecastView } from '../fold/run-view.ts'

/** The result of `PLANNED_RUN`. */
export interface PlannedRun {
  id: string
  number: number
  mode: 'PARALLEL' | 'SEQUENTIAL'
  strategy: string
  isolation: string
  maxConcurrency: number
  branch: string
  baseBranch: string
  forecast: { wallMs: ForecastView } | null
  project: { id: string; name: string }
}

/** The result of `PLANNED_TASK`. */
export interface PlannedTask {
  id: string
  key: string
  epicKey: string
  epicName: string
  batchNumber: number
  description: string
  agent: string
  uses: readonly string[]
  dependsOn: readonly { key: string; kind: 'HARD' | 'SOFT' }[]
}
