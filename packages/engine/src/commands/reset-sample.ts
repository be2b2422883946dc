import type { ProjectRecord } from '../domain/records.ts'
import { NotFound, RunActive } from '../domain/refusals.ts'
import type { CommandDeps } from './command-deps.ts'
import { createProject } from './create-project.ts'
import { importPlan } from './import-plan.ts'

/** The sample project from a reset copy of its repository; runs of the old copy go with it. */
export async function resetSample(deps: CommandDeps): Promise<ProjectRecord> {
  const { sample } = deps
  if (!sample) throw new NotFound('This server has no sample project.')
  const existing = await deps.store.projectByName(sample.name)
  if (existing) await removeSample(deps, existing)
  const { path, planSource } = await sample.prepare()
  const project = await createProject(deps, { name: sample.name, repositoryPath: path, sample: true })
  return importPlan(deps, { projectId: project.id, source: planSource })
}

async function removeSample(deps: CommandDeps, project: ProjectRecord): Promise<void> {
  if (!project.sample) throw new NotFound(`${project.name} is a project of yours, not the sample. Rename or remove it.`)
  await deps.store.transaction(async (tx) => {
    const active = await tx.activeRun(project.id)
    if (active)
      throw new RunActive(active.id, `Run ${active.number} of the sample is active. Wait for it, or cancel it.`)
    await tx.deleteProject(project.id)
  })
}
