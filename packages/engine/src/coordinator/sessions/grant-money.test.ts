import { expect, it } from 'vitest'
import type { MoneyGranted } from '../../domain/inbox-message.ts'
import { NO_METRICS, type RunRecord, type SessionRecord } from '../../domain/records.ts'
import { KNOWN_PRICES } from '../../money/known-prices.ts'
import { createPrices } from '../../money/prices.ts'
import { systemClock } from '../../ports/clock.ts'
import { RunMoney } from '../run/run-money.ts'
import { type GrantDeps, grantMoney } from './grant-money.ts'

const MODEL = 'claude-haiku-4-5'
/** Five earlier sessions, from which the estimate of 400 follows. */
const PAST = Array.from({ length: 5 }, () => ({ model: MODEL, domain: 'api' as const, costMicroUsd: 400 }))

/** A run with one session that has asked for money as its fact 9, and what the session is told. */
function given({ budget, spent, reserved }: { budget: number | null; spent: number; reserved: number }) {
  const money = new RunMoney()
  money.learn(PAST)
  money.begin({ day: '2026-11-30', others: { totalMicroUsd: 0, todayMicroUsd: 0 }, before: new Map() })
  const metrics = { ...NO_METRICS, knownCostMicroUsd: spent, costMicroUsd: spent }
  const choice = { model: MODEL, domain: 'api' }
  const paid = { reservedMicroUsd: reserved, metrics }
  const session = { id: 's', status: 'RUNNING', endedAt: null, ...choice, ...paid } as SessionRecord
  money.put(session)
  const run = { id: 'r', budgetMicroUsd: budget, budgetWarned: 0 } as RunRecord
  const sent: { id: string; message: MoneyGranted }[] = []
  const stored: number[] = []
  /** As long as it has an entry, a message cannot be sent. */
  const isFull: true[] = []
  const live = { begun: { session }, moneyAsk: { sequence: 9, spentMicroUsd: 50 }, answeredAsk: 0 }
  let now = Date.parse('2026-11-30')
  const clock = { ...systemClock, now: () => now }
  const deps: GrantDeps = {
    ...{ prices: createPrices(KNOWN_PRICES), clock },
    reserve: async (_, microUsd) => stored.push(microUsd) > 0,
    send: async (_, id, message) => !isFull.pop() && sent.push({ id, message }) > 0,
  }
  const setDayBudget = (dayBudgetMicroUsd: number) => money.limit({ budgetMicroUsd: null, dayBudgetMicroUsd })
  const setNow = (at: number) => {
    now = at
  }
  return { sent, stored, live, isFull, setDayBudget, setNow, grant: () => grantMoney(deps, { run, money }, [live]) }
}

it('M2: a session first gets the rest of its reservation, also when a server died after it had stored the reservation', async () => {
  const { grant, sent, stored } = given({ budget: 1_000, spent: 40, reserved: 100 })
  await grant()
  expect(sent).toEqual([{ id: 'money-9', message: { type: 'money', microUsd: 110 } }])
  expect(stored).toEqual([])
})

it('M2: a session that has spent its reservation gets a part of its estimate, and never more than is free', async () => {
  const enough = given({ budget: 1_000, spent: 120, reserved: 100 })
  await enough.grant()
  expect(enough.stored).toEqual([220])
  expect(enough.sent).toMatchObject([{ message: { microUsd: 150 } }])
  // The session gets one answer to its question.
  await enough.grant()
  expect(enough.sent).toHaveLength(1)
  const scarce = given({ budget: 130, spent: 120, reserved: 100 })
  await scarce.grant()
  expect(scarce.stored).toEqual([130])
})

it('M2: while nothing is free, a session waits', async () => {
  const { grant, sent, live } = given({ budget: 120, spent: 120, reserved: 100 })
  expect(await grant()).toBeNull()
  expect(sent).toEqual([])
  expect(live.moneyAsk).not.toBeNull()
})

it('M2: while only the budget of the day is used up, a session waits for the next day, and then gets money', async () => {
  const { grant, sent, setDayBudget, setNow } = given({ budget: 1_000, spent: 120, reserved: 100 })
  setDayBudget(120)
  const midnight = Date.parse('2026-12-01')
  setNow(midnight - 1)
  expect(await grant()).toBe(midnight)
  expect(sent).toEqual([])
  setNow(midnight)
  expect(await grant()).toBeNull()
  expect(sent).toMatchObject([{ message: { microUsd: 150 } }])
})

it('M2: when the budget is removed, a session that waits may spend without a limit', async () => {
  const { grant, sent } = given({ budget: null, spent: 120, reserved: 100 })
  await grant()
  expect(sent).toEqual([{ id: 'money-9', message: { type: 'money', microUsd: null } }])
})

it('M2: a grant that could not be sent is sent again, and is reserved once', async () => {
  const { grant, sent, stored, live, isFull } = given({ budget: 1_000, spent: 120, reserved: 100 })
  isFull.push(true)
  await grant()
  expect(sent).toEqual([])
  expect(live).toMatchObject({ moneyAsk: { sequence: 9 }, answeredAsk: 0 })
  await grant()
  expect(sent).toMatchObject([{ id: 'money-9', message: { microUsd: 150 } }])
  expect(stored).toEqual([220])
  expect(live).toMatchObject({ moneyAsk: null, answeredAsk: 9 })
})
