import { findRunOrLast } from '../client/find-run.ts'
import { onlyProject } from '../client/only-project.ts'
import { requireServer } from '../client/require-server.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { csv } from '../terminal/csv.ts'
import type { CostOptions } from './cost-options.ts'
import { costText, requestLine } from './cost-text.ts'
import { costForecastOf, forecastLines } from './forecast-lines.ts'
import { type CostGroup, costsOfProject, costsOfRun, type RequestNode, requestsOfRun } from './read-costs.ts'

/** Carries out `coppice cost`: prints what a run, or all runs of a project, cost. */
export async function showCost(io: Io, run: string | undefined, options: CostOptions): Promise<ExitCode> {
  const { api } = await requireServer()
  const { by } = options
  if (options.all) {
    const project = await onlyProject(api, options)
    const costs = await costsOfProject(api, project.id, by)
    printGroups(io, options, `${project.name}, all runs`, { project: project.name, by, costs })
    return EXIT.done
  }
  const found = await findRunOrLast(api, { ...options, run })
  const of = { project: found.project, run: found.number }
  if (options.requests) printRequests(io, options, of, await requestsOfRun(api, found.id))
  else {
    const [costs, run] = await Promise.all([costsOfRun(api, found.id, by), costForecastOf(api, found.id)])
    const forecasts = { forecast: run?.forecast?.cost ?? null, expected: run?.expectedCost ?? null }
    const title = `${found.project}, run ${found.number}`
    printGroups(io, options, title, { ...of, by, costs, ...forecasts }, run === null ? [] : forecastLines(run))
  }
  return EXIT.done
}

function printGroups(
  io: Io,
  options: CostOptions,
  title: string,
  document: { costs: readonly CostGroup[] } & Record<string, unknown>,
  below: readonly string[] = [],
): void {
  const { costs } = document
  if (options.json) io.json(document, 2)
  else if (options.csv)
    io.out(
      csv(
        GROUP_COLUMNS,
        costs.map((group) => GROUP_COLUMNS.map((name) => group[name])),
      ),
    )
  else io.out(costText(title, costs, below))
}

function printRequests(io: Io, options: CostOptions, of: object, requests: readonly RequestNode[]): void {
  if (options.json) io.json({ ...of, requests }, 2)
  else if (options.csv) io.out(csv(REQUEST_COLUMNS, requests.map(requestRow)))
  else for (const request of requests) io.out(requestLine(request))
}

const GROUP_COLUMNS = [
  ...([
    'key',
    'agent',
    'tasks',
    'sessions',
    'requests',
    'partialRequests',
    'unpricedRequests',
    'flatRateRequests',
  ] as const),
  ...(['inputTokens', 'outputTokens', 'cacheReadTokens', 'cacheWriteTokens'] as const),
  ...(['inputUsd', 'outputUsd', 'cacheReadUsd', 'cacheWriteUsd', 'costUsd', 'reportedUsd'] as const),
]

const COUNTED = [
  ...(['requestId', 'model', 'at', 'partial', 'inputTokens', 'outputTokens', 'cacheReadTokens'] as const),
  ...(['cacheWriteTokens', 'cacheWrite1hTokens', 'costUsd', 'flatRate', 'reportedUsd'] as const),
]
const REQUEST_COLUMNS = ['task', 'session', 'kind', 'attempt', ...COUNTED]

const requestRow = (request: RequestNode) => {
  const { number, kind, attempt, task } = request.session
  return [task.key, number, kind, attempt, ...COUNTED.map((name) => request[name])]
}
