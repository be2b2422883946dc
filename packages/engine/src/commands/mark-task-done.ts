import { branchRef, doneRef } from '../domain/naming.ts'
import type { ProjectRecord, TaskRecord } from '../domain/records.ts'
import { mergeMessage } from '../merge/merge-message.ts'
import { doneTasks } from '../reads/done-tasks.ts'
import { idleProjectOf } from '../reads/idle-project-of.ts'
import type { CommandDeps } from './command-deps.ts'

/**
 * Marks a task as done by a person (P5). It creates a commit with the task's trailers and an unchanged tree. The commit is on a ref of
 * Coppice, which the next run carries in and delivers, so the user's branches do not change.
 */
export async function markTaskDone(deps: CommandDeps, taskId: string): Promise<ProjectRecord> {
  const { project, task } = await idleProjectOf(deps, taskId, 'marked done')
  const { repository, base, keys } = await doneTasks(deps, project)
  if (keys.has(task.key)) return project
  const ref = doneRef(project.id)
  const before = await repository.resolve(ref)
  const kept = before !== null && !(await repository.isAncestor(before, base))
  const parent = kept ? before : base
  const message = await messageOf(deps, project, task)
  const commit = await repository.commitTree(await repository.tree(parent), [parent], message)
  if (await repository.updateRef(ref, commit, before)) return project
  await repository.forgetDrafts()
  throw new Error(
    `another process moved ${ref} while Coppice read ${branchRef(project.baseBranch)}. To mark the task done, try again.`,
  )
}

async function messageOf({ store }: CommandDeps, project: ProjectRecord, task: TaskRecord): Promise<string> {
  const epic = (await store.plan(project.id)).epics.find(({ id }) => id === task.epicId)
  return mergeMessage({
    project: project.name,
    run: null,
    epic: epic?.key ?? '',
    task: task.key,
    session: null,
    title: 'marked done',
    verified: null,
  })
}
