import { realpath } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { CommandError } from '../command-error.ts'
import { EXIT } from '../exit-codes.ts'
import { repositoryAround } from '../settings/repository-around.ts'
import type { ApiClient } from './api-client.ts'
import { type ProjectNode, projectsOf } from './projects-of.ts'

/**
 * Selects the projects that a command is about, by name, by repository or by both. By default, they are the projects of the repository
 * around the current folder. If that repository has no project, the command is about all projects.
 */
export interface RunFilter {
  project?: string
  repo?: string
}

/** Adds the options `--project` and `--repo` to a command that is about a run. */
export const withRunFilter = (command: Command): Command =>
  command
    .option('--project <name>', 'only runs of this project')
    .option('--repo <path>', 'only runs of this repository (default: that of this folder, else all)')

export async function filteredProjects(api: ApiClient, { project, repo }: RunFilter): Promise<ProjectNode[]> {
  const path = repo === undefined ? null : (repositoryAround(repo) ?? (await realpath(repo).catch(() => resolve(repo))))
  const all = await projectsOf(api)
  if (project === undefined && path === null) return aroundHere(all)
  const found = all.filter(
    (one) => (project === undefined || one.name === project) && (path === null || one.repositoryPath === path),
  )
  if (found.length > 0) return found
  throw new CommandError(EXIT.usage, `There is no project ${wish(project, path)}. ${thereIs(all)}`)
}

function aroundHere(all: readonly ProjectNode[]): ProjectNode[] {
  const here = repositoryAround('.')
  const found = all.filter((one) => one.repositoryPath === here)
  return found.length > 0 ? found : [...all]
}

const wish = (project: string | undefined, path: string | null): string =>
  [project === undefined ? null : `named ${project}`, path === null ? null : `in ${path}`].filter(Boolean).join(' ')

const thereIs = (projects: readonly ProjectNode[]): string =>
  projects.length === 0
    ? 'There are no projects yet. To create one from a plan: coppice run'
    : `Projects: ${projects.map(({ name }) => name).join(', ')}.`
