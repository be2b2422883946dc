import type { ProjectRecord, RunTaskRecord } from '../domain/records.ts'
import { NotFound, RunActive } from '../domain/refusals.ts'
import { forgetWork } from '../lifecycle/resolve-task.ts'
import type { Repository } from '../ports/git.ts'
import { type KeptItem, keptItems } from '../reads/kept-list.ts'
import { projectOf } from '../reads/project-of.ts'
import type { CommandDeps } from './command-deps.ts'

export interface DropKeptWork {
  projectId: string
  ref: string
  /** The commit that the ref had when the person saw it. If the ref has another commit now, nothing is deleted. */
  commit: string
}

/**
 * Deletes a ref of kept work (D5). Git removes its objects later, when nothing reaches them. Later runs no longer merge this work (D6).
 *
 * @throws NotFound when the project has no kept work with this ref and commit; RunActive while a run is active, because the run may merge
 * the work
 */
export async function dropKeptWork(
  deps: CommandDeps,
  { projectId, ref, commit }: DropKeptWork,
): Promise<ProjectRecord> {
  const project = await projectOf(deps, projectId)
  const active = await deps.store.activeRun(projectId)
  if (active)
    throw new RunActive(
      active.id,
      `Run ${active.number} is active and may merge kept work. Wait until the run has ended, or cancel it.`,
    )
  const repository = await deps.git.open(project.repositoryPath, project.trustedPrograms, project.id)
  const items = await keptItems(deps, project, repository)
  const dropped = items.find((one) => one.ref === ref && one.commit === commit)
  if (!dropped)
    throw new NotFound(`${project.name} keeps no work at ${ref} with this commit. To see what it keeps: coppice kept`)
  const others = items.filter((one) => one.ref !== ref && one.taskKey === dropped.taskKey)
  // The records come first (R1). If the server dies in between, the work is still listed, and the person can drop it again.
  for (const task of await withLostWork(deps, repository, dropped, others)) await forgetWork(deps, task)
  deps.reach('kept-drop.forgotten')
  await repository.deleteRefs([{ ref, commit }])
  deps.reach('kept-drop.ref-deleted')
  return project
}

/** Returns the records of the task, of all runs, whose finished work was on the dropped ref and is on no other ref of kept work. */
async function withLostWork(
  { store }: CommandDeps,
  repository: Repository,
  { runId, taskKey, commit }: KeptItem,
  others: readonly KeptItem[],
): Promise<RunTaskRecord[]> {
  const own = (await store.runTasks(runId)).find(({ key }) => key === taskKey)
  const records = own ? await store.runTasksOf(own.taskId) : []
  const lost: RunTaskRecord[] = []
  for (const record of records) {
    const { workCommit, status } = record
    if (workCommit === null || status === 'COMPLETED' || !(await repository.isAncestor(workCommit, commit))) continue
    let isHeld = false
    for (const other of others) isHeld ||= await repository.isAncestor(workCommit, other.commit)
    if (!isHeld) lost.push(record)
  }
  return lost
}
