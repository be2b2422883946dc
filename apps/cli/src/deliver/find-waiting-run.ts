import type { ApiClient } from '../client/api-client.ts'
import type { FoundRun } from '../client/find-run.ts'
import type { ProjectNode } from '../client/projects-of.ts'
import { filteredProjects, type RunFilter } from '../client/run-filter.ts'
import { CommandError } from '../command-error.ts'
import { EXIT } from '../exit-codes.ts'

interface Run {
  id: string
  number: number
  status: string
  discardedAt: string | null
  completedTasks: number
  delivery: { status: string }
}

const RUNS = `query WaitingRuns($id: ID!, $first: Int!, $after: String) {
  project(id: $id) {
    runs(first: $first, after: $after) {
      edges { node { id number status discardedAt completedTasks delivery { status } } }
      pageInfo { hasNextPage endCursor }
    }
  }
}`

interface Page {
  project: {
    runs: { edges: readonly { node: Run }[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } }
  } | null
}

const LARGEST_PAGE = 200

/**
 * Finds the only run that waits for a person to deliver it, in the projects that the filter selects. It reads all runs of these projects,
 * because an old run may wait too.
 * @throws CommandError when no run waits, and when several wait
 */
export async function findWaitingRun(api: ApiClient, filter: RunFilter, pageSize = LARGEST_PAGE): Promise<FoundRun> {
  const projects = await filteredProjects(api, filter)
  const waiting = (await Promise.all(projects.map((project) => waitingRuns(api, project, pageSize)))).flat()
  const [first, ...others] = waiting
  if (first === undefined)
    throw new CommandError(
      EXIT.failed,
      `No run waits for delivery${inWords(projects)}. To see the last run: coppice status`,
    )
  if (others.length === 0) return first
  const names = waiting.map(({ number, project }) => `run ${number} of ${project}`).join(', ')
  const message = `Several runs wait for delivery: ${names}. Choose one: coppice deliver ${first.number} --project ${first.project}. A later run contains the work of the earlier runs that it carried in.`
  throw new CommandError(EXIT.usage, message)
}

const inWords = (projects: readonly ProjectNode[]): string =>
  projects.length === 0 ? '' : ` in ${projects.map(({ name }) => name).join(', ')}`

async function waitingRuns(api: ApiClient, { id, name }: ProjectNode, pageSize: number): Promise<FoundRun[]> {
  const runs: Run[] = []
  for (let after: string | null = null; ; ) {
    const { project }: Page = await api.request<Page>(RUNS, { id, first: pageSize, after })
    runs.push(...(project?.runs.edges ?? []).map(({ node }) => node))
    if (!project?.runs.pageInfo.hasNextPage) break
    after = project.runs.pageInfo.endCursor
  }
  return runs.filter(isWaiting).map((run) => ({ id: run.id, number: run.number, project: name }))
}

const isWaiting = ({ status, discardedAt, completedTasks, delivery }: Run): boolean =>
  ['COMPLETED', 'FAILED', 'CANCELLED'].includes(status) &&
  discardedAt === null &&
  completedTasks > 0 &&
  delivery.status !== 'DELIVERED'
