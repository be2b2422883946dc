import type { RunEvent } from '@coppice/engine'

/** The parts of what a transaction wrote that others must hear of after its commit. */
export interface Written {
  events: RunEvent[]
  /** Runs that a command of a person wrote to. */
  commandedRuns: Set<string>
  /** Whether there is new work for an owner: a new run, or a delivery that a person asked for. */
  hasWork: boolean
  /** The last session number taken, by project. */
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
