import { CommandError } from '../command-error.ts'
import { EXIT } from '../exit-codes.ts'
import type { ApiClient } from './api-client.ts'
import type { ProjectNode } from './projects-of.ts'
import { filteredProjects, type RunFilter } from './run-filter.ts'

export interface FoundRun {
  id: string
  number: number
  project: string
}

/** Which run a command is about. */
export interface RunWish extends RunFilter {
  /** The number of the run, or its id in the API. If it is absent, the command is about the only active run. */
  run?: string
}

/** Finds the run that a command is about. @throws CommandError when no run matches, and when several match; the message then lists them. */
export async function findRun(api: ApiClient, { run, ...filter }: RunWish): Promise<FoundRun> {
  const projects = await filteredProjects(api, filter)
  const active = activeRuns(projects)
  if (run === undefined)
    return onlyOne(active, 'are active', 'No run is active. To see the latest runs: coppice status')
  const byId = active.find(({ id }) => id === run)
  if (byId) return byId
  const named = active.filter(({ number }) => String(number) === run)
  if (named.length > 0) return onlyOne(named, `have the number ${run}`, '')
  const pages = await Promise.all(projects.map((project) => runsOf(api, project)))
  const ended = pages.flat().filter(({ id, number }) => id === run || String(number) === run)
  return onlyOne(ended, `have the number ${run}`, `There is no run ${run}. To see the latest runs: coppice status`)
}

/**
 * Like `findRun`. But when the wish names no run and no run is active, it returns the latest run of the project that the filter selects.
 * @throws CommandError also when several of the selected projects have runs, because then it is not clear which run is meant
 */
export async function findRunOrLast(api: ApiClient, wish: RunWish): Promise<FoundRun> {
  if (wish.run !== undefined) return findRun(api, wish)
  const projects = await filteredProjects(api, wish)
  const active = activeRuns(projects)
  if (active.length > 0) return onlyOne(active, 'are active', '')
  const last = await Promise.all(projects.map(async (project) => (await runsOf(api, project, 1)).slice(0, 1)))
  return onlyOne(last.flat(), 'are the latest of their projects', 'There is no run yet. To start one: coppice run')
}

const activeRuns = (projects: readonly ProjectNode[]): FoundRun[] =>
  projects.flatMap(({ name, activeRun }) => (activeRun ? [{ ...activeRun, project: name }] : []))

/** @returns the only run. @throws CommandError when there are several runs, and when there is no run. @param none the message for no run */
function onlyOne(runs: readonly FoundRun[], what: string, none: string): FoundRun {
  const [first, ...others] = runs
  if (first === undefined) throw new CommandError(EXIT.failed, none)
  if (others.length === 0) return first
  const names = runs.map(({ number, project }) => `run ${number} of ${project}`).join(', ')
  throw new CommandError(EXIT.usage, `Several runs ${what}: ${names}. Choose one: --project NAME`)
}

const RUNS = `query Runs($id: ID!, $first: Int!, $after: String) {
  project(id: $id) {
    runs(first: $first, after: $after) { edges { node { id number } } pageInfo { hasNextPage endCursor } }
  }
}`

interface RunsPage {
  project: {
    runs: {
      edges: readonly { node: { id: string; number: number } }[]
      pageInfo: { hasNextPage: boolean; endCursor: string | null }
    }
  } | null
}

/** @returns the runs of a project, newest first. It reads no more pages when it has at least `most` runs. */
async function runsOf(api: ApiClient, { id, name }: ProjectNode, most = Number.POSITIVE_INFINITY): Promise<FoundRun[]> {
  const found: FoundRun[] = []
  for (let after: string | null = null; ; ) {
    const { project }: RunsPage = await api.request<RunsPage>(RUNS, { id, first: Math.min(200, most), after })
    found.push(...(project?.runs.edges ?? []).map(({ node }) => ({ ...node, project: name })))
    if (!project?.runs.pageInfo.hasNextPage || found.length >= most) return found
    after = project.runs.pageInfo.endCursor
  }
}
