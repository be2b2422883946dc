import { realpath } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import type { ApiClient } from '../client/api-client.ts'
import { type ProjectNode, projectsOf } from '../client/projects-of.ts'
import { type Refusal, refusedBy } from '../client/refused-by.ts'
import type { Io } from '../io.ts'
import { importPlan } from './import-plan.ts'
import { CREATE_PROJECT, SET_BASE_BRANCH } from './run-operations.ts'
import type { Removable } from './run-options.ts'

export interface ProjectWish {
  source: string
  remove?: readonly Removable[]
  repo: string
  name: string | null
  base?: string
}

/** Finds or creates the project of this repository and imports this plan. @returns the id of the project. */
export async function prepareProject(
  io: Io,
  api: ApiClient,
  { source, repo, name, base, remove = [] }: ProjectWish,
): Promise<string> {
  const known = await existingProject(api, { repo, name })
  if (known && base !== undefined && base !== known.baseBranch) await setBase(api, known.id, base)
  const repositoryPath = await pathOf(repo)
  const creation = { name: name ?? basename(repositoryPath), repositoryPath, baseBranch: base ?? null }
  const projectId = known?.id ?? (await create(api, creation))
  await importPlan(io, api, { projectId, source, remove, isNew: known === undefined })
  return projectId
}

export async function existingProject(
  api: ApiClient,
  { repo, name }: Pick<ProjectWish, 'repo' | 'name'>,
): Promise<ProjectNode | undefined> {
  const path = await pathOf(repo)
  const existing = (await projectsOf(api)).filter((project) => project.repositoryPath === path)
  return chosen(existing, name)
}

const pathOf = (repo: string): Promise<string> => realpath(repo).catch(() => resolve(repo))

/** Chooses the project of the repository. If several projects share the repository, the name decides. */
const chosen = (existing: readonly ProjectNode[], name: string | null): ProjectNode | undefined =>
  existing.find((project) => project.name === name) ?? (existing.length === 1 ? existing[0] : undefined)

async function setBase(api: ApiClient, projectId: string, baseBranch: string): Promise<void> {
  const { setBaseBranch } = await api.request<{ setBaseBranch: Refusal }>(SET_BASE_BRANCH, {
    input: { projectId, baseBranch },
  })
  if (setBaseBranch.__typename !== 'SetBaseBranchSuccess') throw refusedBy(setBaseBranch)
}

interface Creation {
  name: string
  repositoryPath: string
  baseBranch: string | null
}

async function create(api: ApiClient, input: Creation): Promise<string> {
  const { createProject } = await api.request<{ createProject: Refusal & { project?: { id: string } } }>(
    CREATE_PROJECT,
    { input },
  )
  if (createProject.project) return createProject.project.id
  throw refusedBy(createProject)
}
