import type { ApiClient } from '../client/api-client.ts'
import { requireServer } from '../client/require-server.ts'
import { filteredProjects } from '../client/run-filter.ts'

/** How long a task will probably take, from earlier sessions: a range in ms. */
export interface LearnedDuration {
  lowMs: number
  likelyMs: number
  highMs: number
}

const ESTIMATES = `query Estimates($id: ID!, $after: String) {
  project(id: $id) {
    tasks(first: 200, after: $after) {
      edges { node { key estimate { lowMs likelyMs highMs basis } } }
      pageInfo { hasNextPage endCursor }
    }
  }
}`

interface Page {
  project: {
    tasks: {
      edges: readonly { node: { key: string; estimate: LearnedDuration & { basis: string } } }[]
      pageInfo: { hasNextPage: boolean; endCursor: string | null }
    }
  }
}

const NOT_LEARNED = ['PLAN', 'DEFAULT']

/**
 * Asks the running server how long the tasks of a project take, from its earlier sessions.
 * @returns the durations by task key; an empty map when `project` is undefined, and when the server has no such project
 */
export async function readLearned(project: string | undefined): Promise<ReadonlyMap<string, LearnedDuration>> {
  if (project === undefined) return new Map()
  const { api } = await requireServer()
  const [found] = await filteredProjects(api, { project })
  return found ? estimatesOf(api, found.id) : new Map()
}

async function estimatesOf(api: ApiClient, id: string): Promise<ReadonlyMap<string, LearnedDuration>> {
  const learned = new Map<string, LearnedDuration>()
  for (let after: string | null = null; ; ) {
    const { project }: Page = await api.request<Page>(ESTIMATES, { id, after })
    for (const { node } of project.tasks.edges)
      if (!NOT_LEARNED.includes(node.estimate.basis)) learned.set(node.key, node.estimate)
    if (!project.tasks.pageInfo.hasNextPage) return learned
    after = project.tasks.pageInfo.endCursor
  }
}
