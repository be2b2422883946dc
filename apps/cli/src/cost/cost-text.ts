import { count } from '../terminal/count.ts'
import { dollars } from '../terminal/dollars.ts'
import type { CostGroup, RequestNode } from './read-costs.ts'

/** Describes groups for people: a line for each, then the sum, then other lines. */
export function costText(title: string, groups: readonly CostGroup[], below: readonly string[] = []): string {
  const after = below.map((line) => `  ${line}`)
  if (groups.length === 0) return [`${title}: no agent has reported a request to a model.`, ...after].join('\n')
  const rows = groups.map((group) => [
    group.agent === null ? group.key : `${group.key} (${group.agent})`,
    costOf(group),
    `${tokens(group.inputTokens)} in`,
    `${tokens(group.outputTokens)} out`,
    `${tokens(group.cacheWriteTokens)} cache write`,
    `${tokens(group.cacheReadTokens)} cache read`,
    count(group.sessions, 'session'),
  ])
  const reports = groups.map(reportedText)
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? []
  const lines = rows.map((row, index) =>
    row
      .map((text, column) => (column === 0 ? text.padEnd(widths[0] ?? 0) : text.padStart(widths[column] ?? 0)))
      .concat(reports[index] ?? [])
      .join('  '),
  )
  return [title, ...lines.map((line) => `  ${line}`), `  ${sumLine(groups)}`, ...after].join('\n')
}

function costOf({ costUsd, requests, unpricedRequests, flatRateRequests }: CostGroup): string {
  const paid = requests - flatRateRequests
  if (paid === 0) return 'flat rate'
  const cost =
    unpricedRequests === 0 ? dollars(costUsd) : paid === unpricedRequests ? 'not known' : `> ${dollars(costUsd)}`
  return flatRateRequests > 0 ? `${cost} and flat rate` : cost
}

/** What the agents themselves report, and how it differs from a cost that is known. It is null when they report nothing. */
function reportedText({ reportedUsd, costUsd, unpricedRequests, flatRateRequests }: CostGroup): string | null {
  if (reportedUsd === 0) return null
  const more = reportedUsd - costUsd
  const differs = unpricedRequests + flatRateRequests === 0 && dollars(reportedUsd) !== dollars(costUsd)
  return `agent: ${dollars(reportedUsd)}${differs ? ` (${dollars(Math.abs(more))} ${more > 0 ? 'more' : 'less'})` : ''}`
}

function sumLine(groups: readonly CostGroup[]): string {
  const sum = (of: (group: CostGroup) => number) => groups.reduce((total, group) => total + of(group), 0)
  const unpriced = sum(({ unpricedRequests }) => unpricedRequests)
  const flatRate = sum(({ flatRateRequests }) => flatRateRequests)
  const partial = sum(({ partialRequests }) => partialRequests)
  const reported = sum(({ reportedUsd }) => reportedUsd)
  return [
    `${dollars(sum(({ costUsd }) => costUsd))} for ${count(
      sum(({ requests }) => requests),
      'request',
    )}`,
    unpriced > 0 ? `${count(unpriced, 'request')} with an unknown cost in no sum` : null,
    flatRate > 0 ? `${count(flatRate, 'request')} at a flat rate` : null,
    partial > 0 ? `${count(partial, 'request')} cut off` : null,
    reported > 0 ? `the agents themselves report ${dollars(reported)}` : null,
  ]
    .filter((part) => part !== null)
    .join(' · ')
}

/** 1,234,567 tokens are `1.23 M`. */
function tokens(number: number): string {
  if (number >= 1_000_000) return `${(number / 1_000_000).toFixed(2)} M`
  return number >= 10_000 ? `${Math.round(number / 1_000)} k` : String(number)
}

export const requestLine = ({ at, session, model, partial, ...cost }: RequestNode): string =>
  `${at}  ${session.task.key}  session ${session.number}  ${model}  ${costOfRequest(cost)}${partial ? '  cut off' : ''}`

const costOfRequest = ({ costUsd, flatRate }: Pick<RequestNode, 'costUsd' | 'flatRate'>): string =>
  costUsd === null ? (flatRate ? 'flat rate' : 'not known') : dollars(costUsd)
