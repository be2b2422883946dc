import { pathLengths } from '../scheduler/path-lengths.ts'
import { learnedDurations } from './learned-durations.ts'
import type { RunContext } from './run-context.ts'

/** `CONTINUOUS`: the longest remaining path first, by what is likely (0 where the order does not matter). */
export async function pathLengthsOf(ctx: RunContext): Promise<(key: string) => number> {
  const { run, tasks } = ctx.state
  if (run.strategy !== 'CONTINUOUS') return () => 0
  const { estimateOf } = await learnedDurations(ctx.deps.store, run.projectId)
  const likely = new Map(tasks.map((task) => [task.key, estimateOf({ ...task, ...task.settings }).likelyMs]))
  const lengths = pathLengths(
    tasks.map(({ key, dependsOn }) => ({ key, needs: dependsOn })),
    (key) => likely.get(key) ?? 0,
  )
  return (key) => lengths.get(key) ?? 0
}
