import { isTaskEnded, type TaskPhase } from '../../marks/statuses.ts'
import type { RunView } from './run-view.ts'

const GUESS_MS: Record<TaskPhase, number> = { QUEUE: 60_000, SETUP: 5_000, AGENT: 60_000, VERIFY: 15_000, MERGE: 1_000 }

/**
 * @returns the usual duration of an agent in this run in ms: the median of the sessions of ended tasks. It is null before the first such
 *   session.
 */
export function typicalAgentMs(view: RunView): number | null {
  const took = view.tasks
    .filter((task) => isTaskEnded(task.status))
    .flatMap((task) => task.sessions)
    .flatMap((session) => (session.endedAt === null ? [] : [session.endedAt - session.startedAt]))
    .sort((a, b) => a - b)
  return took[Math.floor(took.length / 2)] ?? null
}

/**
 * Calculates how much of the drawing of a phase is filled, 0 to 1. It is 0.5 at the usual duration and never reaches 1, because the end is
 * unknown.
 * @param typicalMs the usual duration of the agents of this run, or null when it is unknown
 */
export function phaseFraction(phase: TaskPhase, elapsedMs: number, typicalMs: number | null): number {
  const usual = phase === 'AGENT' && typicalMs !== null ? Math.max(1000, typicalMs) : GUESS_MS[phase]
  return 1 - 2 ** (-Math.max(0, elapsedMs) / usual)
}
