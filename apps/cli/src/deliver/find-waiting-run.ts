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

/** The newest 50 runs of a project. To deliver an older run, the user must give its number. */
const RUNS = `query WaitingRuns($id: ID!) {
  project(id: $id) {
    runs(first: 50) { edges { node { id number status discardedAt completedTasks delivery { status } } } }
  }
}`

/**
 * Finds the only run that waits for a person to deliver it, in the projects that the filter selects.
 * @throws CommandError when no run waits, and when several wait
 */
export async function findWaitingRun(api: ApiClient, filter: RunFilter): Promise<FoundRun> {
  const projects = await filteredProjects(api, filter)
  const waiting = (await Promise.all(projects.map((project) => waitingRuns(api, project)))).flat()
  const [first, ...others] = waiting
  if (first === undefined) throw new CommandError(EXIT.failed, `No run waits for delivery${inWords(projects)}.`)
  if (others.length === 0) return first
  const names = waiting.map(({ number, project }) => `run ${number} of ${project}`).join(', ')
  const message = `Several runs wait for delivery: ${names}. Choose one: coppice deliver ${first.number} --project ${first.project}. A later run contains the work of the earlier runs that it carried in.`
  throw new CommandError(EXIT.usage, message)
}

const inWords = (projects: readonly ProjectNode[]): string =>
  projects.length === 0 ? '' : ` in ${projects.map(({ name }) => name).join(', ')}`

async function waitingRuns(api: ApiClient, { id, name }: ProjectNode): Promise<FoundRun[]> {
  const { project } = await api.request<{ project: { runs: { edges: readonly { node: Run }[] } } | null }>(RUNS, { id })
  const runs = (project?.runs.edges ?? []).map(({ node }) => node)
  return runs.filter(isWaiting).map((run) => ({ id: run.id, number: run.number, project: name }))
}

const isWaiting = ({ status, discardedAt, completedTasks, delivery }: Run): boolean =>
  ['COMPLETED', 'FAILED', 'CANCELLED'].includes(status) &&
  discardedAt === null &&
  completedTasks > 0 &&
  delivery.status !== 'DELIVERED'
