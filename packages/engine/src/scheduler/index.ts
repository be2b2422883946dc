/** The scheduler, for callers that replay its decisions: the record as it sees it, and what follows from that. */
export { decide } from './decide.ts'
export { batchState, taskState } from './observe.ts'
export { RunIndex } from './run-index/run-index.ts'
export type { Decision, Snapshot } from './snapshot.ts'
