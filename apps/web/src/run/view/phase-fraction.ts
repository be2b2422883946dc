import { isTaskEnded, type TaskPhase } from '../../marks/statuses.ts'
import type { RunView } from './run-view.ts'

const GUESS_MS: Record<TaskPhase, number> = { QUEUE: 60_000, SETUP: 5_000, AGENT: 60_000, VERIFY: 15_000, MERGE: 1_000 }

/** The usual duration of this run's agents. It is null before the first has ended. */
export function typicalAgentMs(view: RunView): number | null {
  const took = view.tasks
    .filter((task) => isTaskEnded(task.status))
    .flatMap((task) => task.sessions)
    .flatMap((session) => (session.endedAt === null ? [] : [session.endedAt - session.startedAt]))
    .sort((a, b) => a - b)
  return took[Math.floor(took.length / 2)] ?? null
}

/**
 * How much of the phase's box is filled. At the usual duration it is half full, and it is never full, because nobody knows the end.
 * `typicalMs` is the usual duration in this run, if it is known.
 */
export function phaseFraction(phase: TaskPhase, elapsedMs: number, typicalMs: number | null): number {
  const usual = phase === 'AGENT' && typicalMs !== null ? Math.max(1000, typicalMs) : GUESS_MS[phase]
  return 1 - 2 ** (-Math.max(0, elapsedMs) / usual)
}
