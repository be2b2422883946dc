import type { ForecastView } from '../fold/run-view.ts'

/** What `PLANNED_RUN` brings. */
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

/** What `PLANNED_TASK` brings. */
export interface PlannedTask {
  id: string
  key: string
  epicKey: string
  epicName: string
  batchNumber: number
  description: string
  agent: string
  dependsOn: readonly { key: string; kind: 'HARD' | 'SOFT' }[]
}
