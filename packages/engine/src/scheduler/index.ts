/** The scheduler, for callers outside of the engine that replay its decisions, such as tests and benchmarks. */
export { decide } from './decide.ts'
export { batchState, closedKey, taskState } from './observe.ts'
export { RunIndex } from './run-index/run-index.ts'
export type { Decision, Snapshot } from './snapshot.ts'
