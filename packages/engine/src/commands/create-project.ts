import type { ProjectRecord } from '../domain/records.ts'
import { NameTaken } from '../domain/refusals.ts'
import type { CommandDeps } from './command-deps.ts'
import { type NewProject, newProject } from './new-project.ts'

export async function createProject(deps: CommandDeps, input: NewProject): Promise<ProjectRecord> {
  const project = await newProject(deps, input)
  if (await deps.store.transaction((tx) => tx.insertProject(project))) return project
  throw new NameTaken(`A project named ${project.name} already exists. Choose another name.`)
}
