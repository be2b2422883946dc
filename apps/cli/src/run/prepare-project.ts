import { realpath } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import type { ApiClient } from '../client/api-client.ts'
import { type ProjectNode, projectsOf } from '../client/projects-of.ts'
import { type Refusal, refusedBy } from '../client/refused-by.ts'
import type { Io } from '../io.ts'
import { importPlan } from './import-plan.ts'
import { CREATE_PROJECT } from './run-operations.ts'
import type { Removable } from './run-options.ts'

export interface ProjectWish {
  source: string
  remove?: readonly Removable[]
  repo: string
  name: string | null
}

/** The project of this repository, made where there is none, with this plan. Answers its id. */
export async function prepareProject(
  io: Io,
  api: ApiClient,
  { source, repo, name, remove = [] }: ProjectWish,
): Promise<string> {
  const path = await realpath(repo).catch(() => resolve(repo))
  const existing = (await projectsOf(api)).filter((project) => project.repositoryPath === path)
  const known = chosen(existing, name)?.id
  const projectId = known ?? (await create(api, { name: name ?? basename(path), repositoryPath: path }))
  await importPlan(io, api, { projectId, source, remove, isNew: known === undefined })
  return projectId
}

/** By name where several projects share the repository. */
const chosen = (existing: readonly ProjectNode[], name: string | null): ProjectNode | undefined =>
  existing.find((project) => project.name === name) ?? (existing.length === 1 ? existing[0] : undefined)

async function create(api: ApiClient, input: { name: string; repositoryPath: string }): Promise<string> {
  const { createProject } = await api.request<{ createProject: Refusal & { project?: { id: string } } }>(
    CREATE_PROJECT,
    { input },
  )
  if (createProject.project) return createProject.project.id
  throw refusedBy(createProject)
}
