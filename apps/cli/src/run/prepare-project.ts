import { realpath } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import type { ApiClient } from '../client/api-client.ts'
import { type ProjectNode, projectsOf } from '../client/projects-of.ts'
import { type Refusal, refusedBy } from '../client/refused-by.ts'
import { CREATE_PROJECT, IMPORT_PLAN } from './run-operations.ts'

export interface ProjectWish {
  source: string
  repo: string
  name: string | null
}

/** The project of this repository, made where there is none, with this plan. Answers its id. */
export async function prepareProject(api: ApiClient, { source, repo, name }: ProjectWish): Promise<string> {
  const path = await realpath(repo).catch(() => resolve(repo))
  const existing = (await projectsOf(api)).filter((project) => project.repositoryPath === path)
  const project = chosen(existing, name) ?? {
    id: await create(api, { name: name ?? basename(path), repositoryPath: path }),
  }
  await importPlan(api, project.id, source)
  return project.id
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

async function importPlan(api: ApiClient, projectId: string, source: string): Promise<void> {
  const { importPlan: answer } = await api.request<{ importPlan: Refusal }>(IMPORT_PLAN, {
    input: { projectId, source },
  })
  if (answer.__typename !== 'ImportPlanSuccess') throw refusedBy(answer)
}
