import type { ProjectRecord } from '../domain/records.ts'
import { projectOf } from '../reads/project-of.ts'
import type { CommandDeps } from './command-deps.ts'

/** Makes the project trust the programs that its repository's config names now, from its next run on (I2). @throws NotFound, InvalidRepository */
export async function trustPrograms(deps: CommandDeps, projectId: string): Promise<ProjectRecord> {
  const project = await projectOf(deps, projectId)
  const trustedPrograms = await (await deps.git.open(project.repositoryPath)).programs()
  await deps.store.transaction((tx) => tx.updateProject(project.id, { trustedPrograms }))
  return { ...project, trustedPrograms }
}
