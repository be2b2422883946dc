import type { RunTaskRecord } from '../../domain/records.ts'
import type { DeliveredTask } from '../prompt/prompt-facts.ts'
import type { RunView } from '../run-view.ts'

/** A prompt names at most this many commits of a task. */
const MAX_COMMITS = 20

/** Returns what the tasks on which a task depends have delivered in this run. */
export async function deliveredTasks(ctx: RunView, task: RunTaskRecord): Promise<DeliveredTask[]> {
  const delivered = await Promise.all(task.dependsOn.map(({ key }) => delivery(ctx, ctx.state.task(key))))
  return delivered.filter((one) => one !== null)
}

async function delivery({ repository }: RunView, task: RunTaskRecord): Promise<DeliveredTask | null> {
  const { key, description, commit } = task
  const before = commit && (await repository.firstParent(commit))
  if (!commit || !before) return null
  const [commits, files] = await Promise.all([
    repository.subjects(before, commit, MAX_COMMITS),
    repository.diffStat(before, commit),
  ])
  return { key, description, commits, files: files.map(({ path }) => path) }
}
