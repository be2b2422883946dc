import type { ApiClient } from '../client/api-client.ts'
import { wholeList } from '../client/whole-list.ts'

export interface KeptWork {
  ref: string
  commit: string
  runNumber: number
  taskKey: string | null
  attempt: number | null
  reason: string
  size: { bytes: number; committedAt: string }
}

const KEPT = `query Kept($id: ID!, $first: Int!) {
  project(id: $id) {
    keptWork(first: $first) { ref commit runNumber taskKey attempt reason size { bytes committedAt } }
  }
}`

/** All kept work of a project, newest run first. */
export const keptOf = (api: ApiClient, id: string): Promise<readonly KeptWork[]> =>
  wholeList(async (first) => {
    const { project } = await api.request<{ project: { keptWork: readonly KeptWork[] } | null }>(KEPT, { id, first })
    return project?.keptWork ?? []
  })
