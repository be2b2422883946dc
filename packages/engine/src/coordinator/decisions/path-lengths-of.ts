import { pathLengths } from '../../scheduler/path-lengths.ts'
import { estimatedTask } from '../../simulation/duration-estimates.ts'
import type { RunContext } from '../run/run-context.ts'
import { learnedDurations } from './learned-durations.ts'

/**
 * Returns a function from a task's key to the likely duration in ms of the longest path of dependencies that begins at the task. The
 * strategy `CONTINUOUS` starts the tasks with the longest paths first. For other strategies the function returns 0.
 */
export async function pathLengthsOf(ctx: RunContext): Promise<(key: string) => number> {
  const { run, tasks } = ctx.state
  if (run.strategy !== 'CONTINUOUS') return () => 0
  const { estimateOf } = await learnedDurations(ctx.deps.store, run.projectId)
  const likely = new Map(
    tasks.map(({ key, epicKey, settings }) => [key, estimateOf(estimatedTask(key, epicKey, settings)).likelyMs]),
  )
  const lengths = pathLengths(
    tasks.map(({ key, dependsOn }) => ({ key, needs: dependsOn })),
    (key) => likely.get(key) ?? 0,
  )
  return (key) => lengths.get(key) ?? 0
}
