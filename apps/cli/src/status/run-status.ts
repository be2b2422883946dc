import type { SessionKind } from '@coppice/run-model'
import type { ApiClient } from '../client/api-client.ts'
import type { ProjectNode } from '../client/projects-of.ts'
import type { ForecastTimes } from '../terminal/forecast-words.ts'

/** A run as the API reports it. `coppice status --json` prints it unchanged. */
export interface RunStatus {
  id: string
  number: number
  status: string
  statusReason: string | null
  mode: string
  strategy: string
  isolation: string
  maxConcurrency: number
  totalTasks: number
  completedTasks: number
  totalBatches: number
  completedBatches: number
  startedAt: string | null
  finishedAt: string | null
  /** The time in ms from the start of the run to its end or to now. It is 0 before the start. */
  durationMs: number
  forecast: ForecastTimes
  costUsd: number
  unpricedSessions: number
  project: { id: string; name: string; repositoryPath: string }
  delivery: { status: string; reason: string | null }
  /** The issues that agents logged, oldest first. At most 20. */
  issues: readonly { title: string; task: { key: string } }[]
  agents: readonly AgentStatus[]
  /** The first tasks that wait for a resource, in plan order. */
  waiting: { totalCount: number; edges: readonly { node: { key: string; awaitedResource: string } }[] }
}

export interface AgentStatus {
  agent: string
  model: string | null
  startedAt: string
  durationMs: number
  lastLine: string | null
  session: { id: string; number: number; kind: SessionKind; attempt: number; question: { text: string } | null }
  task: { key: string; phase: string | null; clashes: readonly { key: string }[] }
}

const RUN_STATUS = `fragment RunStatus on Run {
  id number status statusReason mode strategy isolation maxConcurrency
  totalTasks completedTasks totalBatches completedBatches startedAt finishedAt durationMs costUsd unpricedSessions
  forecast { wallMs { lowMs likelyMs highMs } cost { range { lowUsd likelyUsd highUsd } earlierSessions uncountedTasks flatRateTasks unknownTasks } }
  project { id name repositoryPath }
  delivery { status reason }
  issues(first: 20) { title task { key } }
  agents { agent model startedAt durationMs lastLine session { id number kind attempt question { askId text optionIds optionLabels } } task { key phase clashes { key } } }
  waiting: tasks(first: 5, awaitsResource: true) { totalCount edges { node { key awaitedResource } } }
}`

const ACTIVE = `${RUN_STATUS} query ActiveRun($id: ID!) { project(id: $id) { activeRun { ...RunStatus } } }`
const LAST = `${RUN_STATUS} query LastRun($id: ID!) { project(id: $id) { runs(first: 1) { edges { node { ...RunStatus } } } } }`

export async function activeRunOf(api: ApiClient, { id }: ProjectNode): Promise<RunStatus | null> {
  const { project } = await api.request<{ project: { activeRun: RunStatus | null } | null }>(ACTIVE, { id })
  return project?.activeRun ?? null
}

export async function lastRunOf(api: ApiClient, { id }: ProjectNode): Promise<RunStatus | null> {
  const { project } = await api.request<{ project: { runs: { edges: readonly { node: RunStatus }[] } } | null }>(LAST, {
    id,
  })
  return project?.runs.edges[0]?.node ?? null
}
