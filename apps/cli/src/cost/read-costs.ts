import type { ApiClient } from '../client/api-client.ts'
import type { Dimension } from './cost-options.ts'

/** The sums of the requests with the same key, as the API reports them. */
export interface CostGroup {
  key: string
  agent: string | null
  tasks: number
  sessions: number
  requests: number
  partialRequests: number
  unpricedRequests: number
  inputTokens: number
  outputTokens: number
  cacheReadTokens: number
  cacheWriteTokens: number
  inputUsd: number
  outputUsd: number
  cacheReadUsd: number
  cacheWriteUsd: number
  costUsd: number
  reportedUsd: number
}

const GROUP = `key agent tasks sessions requests partialRequests unpricedRequests inputTokens outputTokens cacheReadTokens
  cacheWriteTokens inputUsd outputUsd cacheReadUsd cacheWriteUsd costUsd reportedUsd`

const OF_RUN = `query RunCosts($id: ID!, $by: CostDimension!) { run(id: $id) { costs(by: $by) { ${GROUP} } } }`
const OF_PROJECT = `query ProjectCosts($id: ID!, $by: CostDimension!) { project(id: $id) { costs(by: $by) { ${GROUP} } } }`

interface Costs {
  costs: readonly CostGroup[]
}

export async function costsOfRun(api: ApiClient, id: string, by: Dimension): Promise<readonly CostGroup[]> {
  const { run } = await api.request<{ run: Costs | null }>(OF_RUN, { id, by: by.toUpperCase() })
  return run?.costs ?? []
}

export async function costsOfProject(api: ApiClient, id: string, by: Dimension): Promise<readonly CostGroup[]> {
  const { project } = await api.request<{ project: Costs | null }>(OF_PROJECT, { id, by: by.toUpperCase() })
  return project?.costs ?? []
}

/** A request to a model, as the API reports it. */
export interface RequestNode {
  requestId: string
  model: string
  at: string
  partial: boolean
  inputTokens: number | null
  outputTokens: number | null
  cacheReadTokens: number | null
  cacheWriteTokens: number | null
  cacheWrite1hTokens: number | null
  costUsd: number | null
  reportedUsd: number | null
  session: { number: number; kind: string; attempt: number; task: { key: string } }
}

/** A page of the requests of a run. */
export const REQUESTS = `query RunLedger($id: ID!, $after: String) {
  run(id: $id) { ledger(first: 200, after: $after) {
    cursor requestId model at partial inputTokens outputTokens cacheReadTokens cacheWriteTokens cacheWrite1hTokens costUsd reportedUsd
    session { number kind attempt task { key } }
  } }
}`

interface LedgerPage {
  run: { ledger: readonly (RequestNode & { cursor: string })[] } | null
}

/** Reads all requests of a run, page by page. */
export async function requestsOfRun(api: ApiClient, id: string): Promise<RequestNode[]> {
  const requests: RequestNode[] = []
  for (let after: string | null = null; ; ) {
    const { run }: LedgerPage = await api.request<LedgerPage>(REQUESTS, { id, after })
    if (!run || run.ledger.length === 0) return requests
    for (const { cursor, ...request } of run.ledger) {
      requests.push(request)
      after = cursor
    }
  }
}
