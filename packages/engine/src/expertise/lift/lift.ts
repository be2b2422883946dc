import type { FirstAttempt, Lift, LiftSide } from '../../domain/expertise-lift.ts'
import { LIMITS } from '../limits.ts'
import { differenceOfMeans, differenceOfShares, meanOf, share } from './intervals.ts'

/** The first attempts of a project, by the domain of their task and by each entry that was chosen for them. */
export interface AttemptIndex {
  byDomain: ReadonlyMap<string, readonly FirstAttempt[]>
  byEntry: ReadonlyMap<string, readonly FirstAttempt[]>
}

/** Most entries were chosen for few attempts. The index finds these without a look at all attempts. */
export function indexAttempts(attempts: readonly FirstAttempt[]): AttemptIndex {
  const byEntry = new Map<string, FirstAttempt[]>()
  for (const attempt of attempts)
    for (const id of attempt.entryIds) {
      const those = byEntry.get(id)
      if (those) those.push(attempt)
      else byEntry.set(id, [attempt])
    }
  return { byDomain: Map.groupBy(attempts, ({ domain }) => domain), byEntry }
}

/** Compares the first attempts of a domain that got entries with those that got none. */
export function liftOfDomain(attempts: readonly FirstAttempt[]): Lift {
  const isWith = ({ given, entryIds }: FirstAttempt) => given === 'GIVEN' && entryIds.size > 0
  return compare(
    attempts.filter(isWith),
    attempts.filter((attempt) => !isWith(attempt)),
    attempts.filter(({ given, entryIds }) => given === 'HELD_OUT' && entryIds.size > 0),
  )
}

/**
 * Compares the first attempts that got an entry with those that did not. An entry may be given in another domain, so both are of the domains in
 * which it was given.
 */
export function liftOfEntry(entry: { id: string }, attempts: AttemptIndex): Lift {
  const chosen = attempts.byEntry.get(entry.id) ?? []
  const given = chosen.filter((attempt) => attempt.given === 'GIVEN')
  if (given.length < LIMITS.leastForLift) return compare(given, [], [])
  const domains = [...new Set(given.map(({ domain }) => domain))]
  const without = domains
    .flatMap((domain) => attempts.byDomain.get(domain) ?? [])
    .filter((attempt) => !(attempt.given === 'GIVEN' && attempt.entryIds.has(entry.id)))
  return compare(
    given,
    without,
    chosen.filter((attempt) => attempt.given === 'HELD_OUT'),
  )
}

/** If enough sessions were held out, only these are compared: nothing but the entries differs. Otherwise all sessions without them are. */
function compare(
  given: readonly FirstAttempt[],
  lacking: readonly FirstAttempt[],
  heldOut: readonly FirstAttempt[],
): Lift {
  const basis = heldOut.length >= LIMITS.leastForLift ? 'HOLD_OUT' : 'OTHER_SESSIONS'
  const without = basis === 'HOLD_OUT' ? heldOut : lacking
  const sides = { with: sideOf(given), without: sideOf(without) }
  if (!isEnough(given) || !isEnough(without))
    return { basis, verdict: 'NOT_ENOUGH_DATA', ...sides, success: null, costMicroUsd: null, durationMs: null }
  const success = differenceOfShares(sides.with.success, sides.without.success)
  return {
    basis,
    verdict: success.low > 0 ? 'HELPS' : success.high < 0 ? 'HARMS' : 'NO_EFFECT_SHOWN',
    ...sides,
    success,
    costMicroUsd: differenceOf(knownCosts(given), knownCosts(without)),
    durationMs: differenceOf(durations(given), durations(without)),
  }
}

const isEnough = ({ length }: { length: number }): boolean => length >= LIMITS.leastForLift

const differenceOf = (ones: readonly number[], others: readonly number[]) =>
  isEnough(ones) && isEnough(others) ? differenceOfMeans(ones, others) : null

function sideOf(attempts: readonly FirstAttempt[]): LiftSide {
  const successes = attempts.filter(({ succeeded }) => succeeded).length
  const costs = knownCosts(attempts)
  return {
    sessions: attempts.length,
    successes,
    success: share(successes, attempts.length),
    meanCostMicroUsd: costs.length === 0 ? null : meanOf(costs),
    meanDurationMs: attempts.length === 0 ? null : meanOf(durations(attempts)),
  }
}

/** An unknown cost is never 0 (M1), so it is left out. */
const knownCosts = (attempts: readonly FirstAttempt[]): number[] =>
  attempts.flatMap(({ costMicroUsd }) => costMicroUsd ?? [])

const durations = (attempts: readonly FirstAttempt[]): number[] => attempts.map(({ durationMs }) => durationMs)
