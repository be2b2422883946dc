import type { ApiClient } from '../client/api-client.ts'

const TASKS = `query TaskIds($id: ID!, $after: String) {
  project(id: $id) {
    tasks(first: 200, after: $after) { edges { node { id key } } pageInfo { hasNextPage endCursor } }
  }
}`

interface Page {
  project: {
    tasks: {
      edges: readonly { node: { id: string; key: string } }[]
      pageInfo: { hasNextPage: boolean; endCursor: string | null }
    }
  }
}

/** Finds the ids of tasks by their keys. @throws Error for a missing key; the caller has imported a plan with these keys. */
export async function taskIdsOf(api: ApiClient, projectId: string, keys: readonly string[]): Promise<string[]> {
  const missing = new Set(keys)
  const ids: string[] = []
  for (let after: string | null = null; missing.size > 0; ) {
    const page: Page = await api.request<Page>(TASKS, { id: projectId, after })
    const { edges, pageInfo } = page.project.tasks
    for (const { node } of edges) if (missing.delete(node.key)) ids.push(node.id)
    if (!pageInfo.hasNextPage) break
    after = pageInfo.endCursor
  }
  if (missing.size > 0) throw new Error(`the project has no task ${[...missing].join(', ')}`)
  return ids
}
