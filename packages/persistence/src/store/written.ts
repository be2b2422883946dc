import type { RunEvent } from '@coppice/engine'

/** What one transaction wrote, as far as others are told of it after its commit. */
export interface Written {
  events: RunEvent[]
  /** Runs that a command of a person wrote to. */
  commandedRuns: Set<string>
  /** A new run, or a delivery that a person asked for. */
  hasWork: boolean
  /** The last session number that was taken, by project. */
  sessionNumbers: Map<string, number>
  projectIsGone: boolean
}

export const nothingWritten = (): Written => ({
  events: [],
  commandedRuns: new Set(),
  hasWork: false,
  sessionNumbers: new Map(),
  projectIsGone: false,
})
