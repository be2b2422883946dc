import type { ProjectRecord } from '../domain/records.ts'
import { NotFound } from '../domain/refusals.ts'
import type { Store } from '../ports/store.ts'

/** @throws NotFound when no project has this id */
export async function projectOf({ store }: { store: Store }, projectId: string): Promise<ProjectRecord> {
  const project = await store.project(projectId)
  if (!project) throw new NotFound('There is no project with this id.')
  return project
}
