import { expect, it } from 'vitest'
import { NO_METRICS, type RunRecord, type SessionRecord } from '../../domain/records.ts'
import { KNOWN_PRICES } from '../../money/known-prices.ts'
import { createPrices } from '../../money/prices.ts'
import type { Shortage } from '../../scheduler/snapshot.ts'
import { RunMoney } from '../run/run-money.ts'
import { moneyPause } from './money-pause.ts'

const NOW = Date.parse('2026-11-30')
const deps = { prices: createPrices(KNOWN_PRICES), clock: { now: () => NOW } } as Parameters<
  typeof moneyPause
>[0]['deps']
const run = { number: 7, budgetMicroUsd: 500_000, budgetWarned: 0, unpricedAsked: false } as RunRecord
const limits = { budgetMicroUsd: null, dayBudgetMicroUsd: null }
const session = (fields: Partial<SessionRecord>) =>
  ({
    ...{ id: 'a', number: 4, domain: 'api', status: 'RUNNING', endedAt: null, reservedMicroUsd: 0, model: 'opus' },
    metrics: { ...NO_METRICS, costMicroUsd: 200_000, knownCostMicroUsd: 200_000 },
    ...fields,
  }) as SessionRecord

function reason(shortage: Partial<Shortage>, prepare: (money: RunMoney) => void = () => {}): string {
  const money = new RunMoney()
  money.put(session({}))
  prepare(money)
  const whole: Shortage = { because: 'spent', pot: 'RUN', until: null, missingMicroUsd: null, ...shortage }
  return moneyPause({ state: { run, money, limits }, deps }, whole).reason
}

it('M2: a pause because of money says how much is missing, or what a session costs', () => {
  expect(reason({ because: 'too-little', missingMicroUsd: 135_000 })).toBe(
    '$0.20 of the budget of $0.50 are spent, and the rest is probably not enough for the next session: about $0.14 more is needed. To continue, set a higher budget: coppice budget 7 AMOUNT',
  )
  expect(reason({}, (money) => money.classOf({ model: 'claude-haiku-4-5', domain: 'api' }))).toBe(
    'the budget of $0.50 is spent ($0.20). A session of this run probably costs $0.43. To continue, set a higher budget: coppice budget 7 AMOUNT',
  )
})

it('M1: a pause because of an unknown price names the models, or the session that made the request', () => {
  const unpriced = { because: 'unpriced', pot: null } as const
  const named = (money: RunMoney) => {
    money.classOf({ model: 'claude-unknown', domain: 'api' })
    money.classOf({ model: 'claude-haiku-4-5', domain: 'api' })
    money.classOf({ model: 'opus', domain: 'api', isOwnName: true })
  }
  expect(reason(unpriced, named)).toMatch(
    /^the price of claude-unknown is not known, so the budget cannot be kept\. Add/,
  )
  expect(reason(unpriced, (money) => money.put(session({}), { hasUnpricedRequest: true }))).toMatch(
    /^the cost of a request of session 4 is not known, .* coppice cost 7 --requests\. Add the price to prices\.json/,
  )
})
