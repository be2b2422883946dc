import { keptRefs, workBranch } from '../domain/naming.ts'
import type { ProjectRecord } from '../domain/records.ts'
import type { Repository } from '../ports/git.ts'
import { idleProjectOf } from '../reads/idle-project-of.ts'
import type { CommandDeps } from './command-deps.ts'

/** The task leaves the plan, as if the next import had not named it (P6); what is kept of its work goes (D5). */
export async function dropTask(deps: CommandDeps, taskId: string): Promise<ProjectRecord> {
  const { project, task } = await idleProjectOf(deps, taskId, 'dropped')
  await deps.store.transaction((tx) => tx.archiveTask(task.id, deps.clock.now()))
  const repository = await deps.git.open(project.repositoryPath)
  for (const { number } of await deps.store.runs(project.id)) await dropWork(repository, number, task.key)
  return project
}

async function dropWork(repository: Repository, run: number, taskKey: string): Promise<void> {
  const branch = workBranch(run, taskKey)
  const kept = keptRefs(run, taskKey)
  for (const prefix of [branch, kept])
    for (const { ref, commit } of await repository.refs(prefix))
      if (ref === branch || ref.startsWith(kept)) await repository.deleteRef(ref, commit)
}
