import { dollars, NOT_KNOWN, ordinal, plural } from '../../words/format.ts'
import { tokens } from '../../words/tokens.ts'
import type { CostGroup } from './cost-documents.ts'

/** What is known of the costs of a group. `more`: requests with an unknown cost come on top of it. */
export type Known = 'all' | 'more' | 'none'

export function knownOf({ requests, unpricedRequests, flatRateRequests }: Requests): Known {
  if (unpricedRequests === 0) return 'all'
  return unpricedRequests >= requests - flatRateRequests ? 'none' : 'more'
}

type Requests = Pick<CostGroup, 'requests' | 'unpricedRequests' | 'flatRateRequests'>
const FLAT_RATE = 'flat rate'
const isFlatRate = ({ requests, flatRateRequests }: Requests): boolean => requests > 0 && flatRateRequests === requests

/** The cost of a group. An unknown cost is never shown as 0 (M1). */
export function costWords(group: Requests & Pick<CostGroup, 'costUsd'>): string {
  if (isFlatRate(group)) return FLAT_RATE
  const known = knownOf(group)
  const cost = known === 'none' ? NOT_KNOWN : `${known === 'more' ? '> ' : ''}${dollars(group.costUsd)}`
  return group.flatRateRequests > 0 ? `${cost} and flat rate` : cost
}

/** What a run has cost so far. It is unknown while no request with a known cost is stored. */
export function spentWords({ costUsd, unpricedSessions, total: [total] }: SpentParts): string {
  if (total !== undefined && isFlatRate(total)) return FLAT_RATE
  if (total === undefined || knownOf(total) === 'none') return NOT_KNOWN
  return `${unpricedSessions > 0 || total.unpricedRequests > 0 ? '> ' : ''}${dollars(costUsd)}`
}

export interface SpentParts {
  costUsd: number
  unpricedSessions: number
  /** The group of the whole run. It is absent before the first request. */
  total: readonly Requests[]
}

/** The tokens of one kind and their cost. `cost` is null when the group has no request with a known cost. */
export interface KindWords {
  tokens: string
  cost: string | null
}

/** @param number a sum of 0 in a group with unknown requests may also mean that the agent does not report this kind */
export function kindWords(group: CostGroup, number: number, usd: number): KindWords {
  const known = knownOf(group)
  if (number === 0 && known !== 'all') return { tokens: NOT_KNOWN, cost: null }
  return { tokens: tokens(number), cost: known === 'none' || isFlatRate(group) ? null : dollars(usd) }
}

/** What the agents themselves report, and how it differs from a cost that is known. It is null when they report nothing. */
export function reportedWords({ reportedUsd, costUsd, ...group }: Reported): string | null {
  if (reportedUsd === 0) return null
  const more = reportedUsd - costUsd
  const differs = knownOf(group) === 'all' && group.flatRateRequests === 0 && dollars(reportedUsd) !== dollars(costUsd)
  const difference = differs ? ` (${dollars(Math.abs(more))} ${more > 0 ? 'more' : 'less'})` : ''
  return `agent: ${dollars(reportedUsd)}${difference}`
}

type Reported = Requests & Pick<CostGroup, 'reportedUsd' | 'costUsd'>

const KINDS: Readonly<Record<string, string>> = { CONFLICT: 'Conflict sessions', LEARNING: 'Learning sessions' }

const NUMBERS = ['First', 'Second', 'Third']

/** Names a group of attempts: the key `WORK 2` is `Second attempts`. */
export function attemptName(key: string): string {
  const number = /^WORK (\d+)$/.exec(key)?.[1]
  if (number === undefined) return KINDS[key] ?? key
  return `${NUMBERS[Number(number) - 1] ?? ordinal(Number(number))} attempts`
}

const RANKS = ['CONFLICT', 'LEARNING']

/** Sorts groups of attempts: first, second and later attempts, then conflict sessions, then learning. */
export function inAttemptOrder<Group extends { key: string }>(groups: readonly Group[]): Group[] {
  const rank = ({ key }: Group) => {
    const number = /^WORK (\d+)$/.exec(key)?.[1]
    return number === undefined ? 1_000_000 + RANKS.indexOf(key) : Number(number)
  }
  return groups.toSorted((a, b) => rank(a) - rank(b))
}

/** What is missing in the sums of a run. */
export interface Missing {
  title: string
  text: string
}

/** @returns what is not in the sums, and why; null when the sums contain everything. */
export function missingCosts({
  unpricedSessions,
  total: [total],
  byModel,
}: Omit<SpentParts, 'costUsd'> & {
  byModel: readonly Pick<CostGroup, 'key' | 'unpricedRequests'>[]
}): Missing | null {
  // A session that is running is not counted yet, but its requests are.
  const requests = total?.unpricedRequests ?? 0
  if (unpricedSessions === 0 && requests === 0) return null
  const [number, what] = unpricedSessions > 0 ? [unpricedSessions, 'session'] : [requests, 'request']
  const names = byModel.filter(({ unpricedRequests }) => unpricedRequests > 0).map(({ key }) => key)
  const why =
    names.length === 0
      ? 'The agents reported no tokens.'
      : `The price or the tokens are unknown for requests to ${names.join(', ')}.`
  return {
    title: `${plural(number, what)} ${number === 1 ? 'has' : 'have'} an unknown cost.`,
    text: `The run cost more than the sums here. ${why}`,
  }
}
