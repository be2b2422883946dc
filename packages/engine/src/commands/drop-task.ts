import { keptRefs, workBranch } from '../domain/naming.ts'
import type { ProjectRecord } from '../domain/records.ts'
import type { Repository } from '../ports/git.ts'
import { idleProjectOf } from '../reads/idle-project-of.ts'
import type { CommandDeps } from './command-deps.ts'

/** Removes the task from the plan, like an import of a plan without the task (P6). Its kept work is deleted. */
export async function dropTask(deps: CommandDeps, taskId: string): Promise<ProjectRecord> {
  const { project, task } = await idleProjectOf(deps, taskId, 'dropped')
  await deps.store.transaction((tx) => tx.archiveTask(task.id, deps.clock.now()))
  const repository = await deps.git.open(project.repositoryPath, project.trustedPrograms, project.id)
  const runs = await deps.store.runs(project.id)
  const work = await Promise.all(runs.map(({ number }) => workOf(repository, number, task.key)))
  await repository.deleteRefs(work.flat())
  return project
}

async function workOf(repository: Repository, run: number, taskKey: string) {
  const branch = workBranch(run, taskKey)
  const kept = keptRefs(run, taskKey)
  const listed = [...(await repository.refs(branch)), ...(await repository.refs(kept))]
  return listed.filter(({ ref }) => ref === branch || ref.startsWith(kept))
}
