import type { ApiClient } from '../client/api-client.ts'
import { CommandError } from '../command-error.ts'
import { EXIT } from '../exit-codes.ts'

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

/** Finds the ids of tasks by their keys. @throws CommandError when the project has no task with one of the keys. */
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
  if (missing.size > 0) {
    const message = `The project has no task ${[...missing].join(', ')}. To see the tasks of the plan: coppice plan check`
    throw new CommandError(EXIT.usage, message)
  }
  return ids
}
