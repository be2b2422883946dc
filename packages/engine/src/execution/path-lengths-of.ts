import { pathLengths } from '../scheduler/path-lengths.ts'
import { durationEstimates } from './duration-estimates.ts'
import type { RunContext } from './run-context.ts'

/** `CONTINUOUS`: the longest remaining path first, by what sessions took before (0 where the order does not matter). */
export async function pathLengthsOf(ctx: RunContext): Promise<(key: string) => number> {
  const { run, tasks } = ctx.state
  if (run.strategy !== 'CONTINUOUS') return () => 0
  const estimate = await durationEstimates(ctx.deps.store, run.projectId)
  const byKey = new Map(tasks.map((task) => [task.key, task]))
  const lengths = pathLengths(
    tasks.map(({ key, dependsOn }) => ({ key, needs: dependsOn })),
    (key) => estimate(key, byKey.get(key)?.agent ?? ''),
  )
  return (key) => lengths.get(key) ?? 0
}
