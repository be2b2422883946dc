import { CommandError } from '../command-error.ts'
import { EXIT } from '../exit-codes.ts'
import type { ApiClient } from './api-client.ts'
import type { ProjectNode } from './projects-of.ts'
import { filteredProjects, type RunFilter } from './run-filter.ts'

/** Finds the only project that the filter selects. @throws CommandError when none matches, and when several do */
export async function onlyProject(api: ApiClient, filter: RunFilter): Promise<ProjectNode> {
  const [project, ...others] = await filteredProjects(api, filter)
  if (project === undefined)
    throw new CommandError(EXIT.failed, 'There is no project yet. To create one from a plan: coppice run')
  if (others.length === 0) return project
  const names = [project, ...others].map(({ name }) => name).join(', ')
  throw new CommandError(EXIT.usage, `Several projects match: ${names}. Choose one: --project NAME`)
}
