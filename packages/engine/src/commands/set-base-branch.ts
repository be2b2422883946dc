import { branchRef, doneRef } from '../domain/naming.ts'
import type { ProjectRecord } from '../domain/records.ts'
import { InvalidInput, RunActive } from '../domain/refusals.ts'
import type { Repository } from '../ports/git.ts'
import { doneTasks } from '../reads/done-tasks.ts'
import { projectOf } from '../reads/project-of.ts'
import { baseBranch } from './base-branch.ts'
import type { CommandDeps } from './command-deps.ts'

/**
 * Changes the project's base branch. This is refused while undelivered work waits for the present base branch. On the new branch the
 * tasks of that work would not be done, so agents would be paid for them again (ADR 0050).
 */
export async function setBaseBranch(
  deps: CommandDeps,
  input: { projectId: string; baseBranch: string },
): Promise<ProjectRecord> {
  const project = await projectOf(deps, input.projectId)
  const repository = await deps.git.open(project.repositoryPath, project.trustedPrograms, project.id)
  const wanted = await baseBranch(repository, input.baseBranch)
  if (wanted === project.baseBranch) return project
  if ((await repository.resolve(branchRef(project.baseBranch))) !== null)
    await refuseWaitingWork(deps, project, repository, wanted)
  await deps.store.transaction(async (tx) => {
    const active = await tx.activeRun(project.id)
    if (active)
      throw new RunActive(
        active.id,
        `Run ${active.number} is active and works from ${project.baseBranch}. Wait until the run has ended, or cancel it.`,
      )
    await tx.updateProject(project.id, { baseBranch: wanted })
  })
  return { ...project, baseBranch: wanted }
}

async function refuseWaitingWork(
  deps: CommandDeps,
  project: ProjectRecord,
  repository: Repository,
  wanted: string,
): Promise<void> {
  const { base, carried } = await doneTasks(deps, project)
  const [run] = carried
  if (run)
    throw refused(
      `Run ${run.number} has work for ${project.baseBranch} that is not delivered. Deliver the work (coppice deliver ${run.number}) or discard it (coppice discard ${run.number}). Or create another project for ${wanted}: coppice run --name NAME --base ${wanted}`,
    )
  const ref = doneRef(project.id)
  const marked = await repository.resolve(ref)
  if (marked === null) return
  if (!(await repository.isAncestor(marked, base)))
    throw refused(
      `Some tasks are marked done, and this is not yet recorded on ${project.baseBranch}. The next run records it when it delivers. Start a run on ${project.baseBranch} (coppice run --base ${project.baseBranch}), then change the base branch. Or create another project for ${wanted}: coppice run --name NAME --base ${wanted}`,
    )
  // The present branch contains the commits that mark tasks as done, so their ref is no longer needed. It must not stay: the next run would
  // merge it, and with it all commits of the present branch, into the new branch.
  await repository.deleteRefs([{ ref, commit: marked }])
}

const refused = (message: string) => new InvalidInput([{ path: 'baseBranch', message }])
