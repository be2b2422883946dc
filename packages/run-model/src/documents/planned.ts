import type { CostForecastView, ForecastView } from '../fold/run-view.ts'

/** The fields that `PLANNED_RUN` selects. They are set when the run is created. */
export interface PlannedRun {
  id: string
  number: number
  mode: 'PARALLEL' | 'SEQUENTIAL'
  strategy: string
  isolation: string
  maxConcurrency: number
  branch: string
  baseBranch: string
  forecast: { wallMs: ForecastView; cost: CostForecastView | null } | null
  project: { id: string; name: string }
}

/** The fields that `PLANNED_TASK` selects. They are set when the run is created. */
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
