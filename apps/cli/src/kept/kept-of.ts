import type { ApiClient } from '../client/api-client.ts'

export interface KeptWork {
  ref: string
  commit: string
  runNumber: number
  taskKey: string | null
  attempt: number | null
  reason: string
  size: { bytes: number; committedAt: string }
}

const KEPT = `query Kept($id: ID!) {
  project(id: $id) {
    keptWork(first: 200) { ref commit runNumber taskKey attempt reason size { bytes committedAt } }
  }
}`

/** The kept work of a project, newest run first, at most 200 refs. */
export async function keptOf(api: ApiClient, id: string): Promise<readonly KeptWork[]> {
  const { project } = await api.request<{ project: { keptWork: readonly KeptWork[] } | null }>(KEPT, { id })
  return project?.keptWork ?? []
}
