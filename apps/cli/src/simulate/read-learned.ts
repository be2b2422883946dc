import type { ApiClient } from '../client/api-client.ts'
import { requireServer } from '../client/require-server.ts'
import { filteredProjects } from '../client/run-filter.ts'

/** The duration of one task in ms. */
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

/** What the running server has learned about this project, by task key. @returns an empty map when no project is named. */
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
