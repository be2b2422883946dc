import type { RunEvent } from '@coppice/engine'

/** What a transaction has written and other parts of the server need to know after its commit. */
export interface Written {
  events: RunEvent[]
  /** The ids of the runs that a person changed with a command, such as a pause or a retry. */
  commandedRuns: Set<string>
  /** Whether there is new work for an owner: a new run, or a delivery that a person requested. */
  hasWork: boolean
  /** The last taken session number, by project. */
  sessionNumbers: Map<string, number>
  hasDeletedProject: boolean
}

export const nothingWritten = (): Written => ({
  events: [],
  commandedRuns: new Set(),
  hasWork: false,
  sessionNumbers: new Map(),
  hasDeletedProject: false,
})
