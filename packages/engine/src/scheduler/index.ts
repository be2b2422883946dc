/** The scheduler, for who replays what it decided: the record as it sees it, and what follows from that. */
export { decide } from './decide.ts'
export { batchState, taskState } from './observe.ts'
export type { Decision, Snapshot } from './snapshot.ts'
