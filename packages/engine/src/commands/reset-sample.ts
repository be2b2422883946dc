import type { ProjectRecord } from '../domain/records.ts'
import { NameTaken, NotFound, RunActive } from '../domain/refusals.ts'
import type { StoreReads } from '../ports/store.ts'
import type { CommandDeps, SampleSource } from './command-deps.ts'
import { importPlan } from './import-plan.ts'
import { newProject } from './new-project.ts'

/**
 * Creates a sample project with a new repository. An earlier project of this sample is deleted with its runs.
 *
 * @param name the name of the sample; null for the first one
 * @throws NotFound when there is no such sample, or when a person's own project has its name; RunActive
 */
export async function resetSample(deps: CommandDeps, name: string | null): Promise<ProjectRecord> {
  const sample = name === null ? deps.samples[0] : deps.samples.find((one) => one.name === name)
  if (!sample)
    throw new NotFound(name !== null ? `There is no sample project ${name}.` : 'This server has no sample project.')
  const existing = await deps.store.projectByName(sample.name)
  const replace = () => replaceSample(deps, sample)
  return existing ? deps.turns.take(existing.id, replace) : replace()
}

async function replaceSample(deps: CommandDeps, sample: SampleSource): Promise<ProjectRecord> {
  await replaceable(deps.store, sample.name)
  const { path, planSource } = await sample.prepare()
  const project = await newProject(deps, { name: sample.name, repositoryPath: path, sample: true })
  await deps.store.transaction(async (tx) => {
    const old = await replaceable(tx, sample.name)
    if (old) await tx.deleteProject(old.id)
    if (!(await tx.insertProject(project)))
      throw new NameTaken(
        `A project named ${sample.name} already exists, so the sample cannot have this name. To use the sample, start a server on another data folder (COPPICE_HOME).`,
      )
  })
  return (await importPlan(deps, { projectId: project.id, source: planSource })).project
}

/**
 * @returns the sample project that may be deleted, or null when there is no sample project
 * @throws NotFound when a person's own project has its name; RunActive when a run or a delivery of the sample project is active
 */
async function replaceable(store: StoreReads, name: string): Promise<ProjectRecord | null> {
  const project = await store.projectByName(name)
  if (!project) return null
  if (!project.sample)
    throw new NotFound(
      `Your own project has the name ${project.name}, so the sample project cannot be created. To use the sample, start a server on another data folder (COPPICE_HOME).`,
    )
  const active = await store.activeRun(project.id)
  if (active)
    throw new RunActive(
      active.id,
      `Run ${active.number} of the sample project is active. Wait until the run has ended, or cancel it.`,
    )
  const delivered = (await store.requestedDeliveries()).find(({ projectId }) => projectId === project.id)
  if (delivered)
    throw new RunActive(
      delivered.id,
      `A delivery of run ${delivered.number} of the sample project is in progress. Wait until it has ended.`,
    )
  return project
}
