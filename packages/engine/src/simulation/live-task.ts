import type { TaskState } from '../scheduler/snapshot.ts'

/** A task of a simulated run, as it is now. `rank`: its place in plan order. */
export type LiveTask = { -readonly [K in keyof TaskState]: TaskState[K] } & { rank: number; attempts: number }
