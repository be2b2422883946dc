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
  flatRateRequests: number
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

const GROUP = `key agent tasks sessions requests partialRequests unpricedRequests flatRateRequests inputTokens outputTokens cacheReadTokens
  cacheWriteTokens inputUsd outputUsd cacheReadUsd cacheWriteUsd costUsd reportedUsd`

const PAGE = 200
const COSTS = `costs(by: $by, order: KEY, first: ${PAGE}, skip: $skip) { ${GROUP} }`
/** A page of the costs of a run. */
export const OF_RUN = `query RunCosts($id: ID!, $by: CostDimension!, $skip: Int!) { of: run(id: $id) { ${COSTS} } }`
/** A page of the costs of all runs of a project. */
export const OF_PROJECT = `query ProjectCosts($id: ID!, $by: CostDimension!, $skip: Int!) { of: project(id: $id) { ${COSTS} } }`

interface CostsPage {
  of: { costs: readonly CostGroup[] } | null
}

export const costsOfRun = (api: ApiClient, id: string, by: Dimension): Promise<readonly CostGroup[]> =>
  allPages(api, OF_RUN, { id, by: by.toUpperCase() })

export const costsOfProject = (api: ApiClient, id: string, by: Dimension): Promise<readonly CostGroup[]> =>
  allPages(api, OF_PROJECT, { id, by: by.toUpperCase() })

/**
 * Reads all groups, page by page, and returns the highest cost first. The pages are in the order of the keys, so that an active run moves no
 * group to a page that was read already. A new group may move others to the next page. A group comes only once.
 */
async function allPages(api: ApiClient, document: string, variables: object): Promise<readonly CostGroup[]> {
  const groups = new Map<string, CostGroup>()
  for (let skip = 0; ; ) {
    const { of } = await api.request<CostsPage>(document, { ...variables, skip })
    if (!of || of.costs.length === 0) break
    for (const group of of.costs) groups.set(JSON.stringify([group.key, group.agent]), group)
    skip += of.costs.length
    if (of.costs.length < PAGE) break
  }
  return [...groups.values()].toSorted((one, other) => other.costUsd - one.costUsd)
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
  flatRate: boolean
  reportedUsd: number | null
  session: { number: number; kind: string; attempt: number; task: { key: string } }
}

/** A page of the requests of a run. */
export const REQUESTS = `query RunLedger($id: ID!, $after: String) {
  run(id: $id) { ledger(first: 200, after: $after) {
    cursor requestId model at partial inputTokens outputTokens cacheReadTokens cacheWriteTokens cacheWrite1hTokens costUsd flatRate reportedUsd
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
