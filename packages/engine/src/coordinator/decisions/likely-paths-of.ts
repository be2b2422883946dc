import type { RunContext } from '../run/run-context.ts'
import { likelyPaths } from './likely-paths.ts'

/** How many of the newest merges of the project are read. */
const MOST_MERGES = 500

/**
 * Returns a function from a task's key to the paths that the task will probably change. The paths come from the plan and from the merges of
 * tasks in the history of the commit from which the run starts. Only the strategy `CONTINUOUS` uses them. For other strategies the function
 * returns no paths.
 */
export async function likelyPathsOf({
  state,
  repository,
  place,
  deps,
}: RunContext): Promise<(key: string) => readonly string[]> {
  const { run, tasks } = state
  if (run.strategy !== 'CONTINUOUS') return () => []
  const past = await pastWork().catch((err: unknown) => {
    deps.log.warn({ runId: run.id, err }, 'the paths of earlier tasks could not be read')
    return []
  })
  const likely = likelyPaths(tasks, past)
  return (key) => likely.get(key) ?? []

  async function pastWork() {
    const merges = await repository.trailers(run.startCommit ?? run.baseCommit, null)
    const own = merges.filter(({ project }) => project === place.projectName).slice(0, MOST_MERGES)
    const paths = await repository.changedPaths(own.map(({ commit }) => commit))
    return own.map(({ commit, task, epic }) => ({ task, epic, paths: paths.get(commit) ?? [] }))
  }
}
