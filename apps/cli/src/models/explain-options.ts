import type { RunFilter } from '../client/run-filter.ts'

export interface ExplainOptions extends RunFilter {
  json?: boolean
}
