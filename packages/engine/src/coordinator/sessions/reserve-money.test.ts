import { expect, it } from 'vitest'
import { agents } from '../../agents/registry.ts'
import { NO_METRICS, type RunRecord, type RunTaskRecord, type SessionRecord } from '../../domain/records.ts'
import type { SessionChoice } from '../../domain/session-choice.ts'
import { KNOWN_PRICES } from '../../money/known-prices.ts'
import { createPrices } from '../../money/prices.ts'
import { systemClock } from '../../ports/clock.ts'
import { RunMoney } from '../run/run-money.ts'
import { reserveMoney } from './reserve-money.ts'

const choice: SessionChoice = { model: 'claude-haiku-4-5', provider: 'anthropic', domain: 'api', choice: null }
const taskOf = (agent: object) => ({ settings: { agent } }) as RunTaskRecord
const counted = taskOf({ kind: 'anthropic' })
const plain = taskOf({ kind: 'command', run: 'true', resolve: null, output: 'text' })

/** Reserves for a session beside another one that has reserved nothing and has spent `knownCostMicroUsd`. */
function reserve(budgetMicroUsd: number | null, knownCostMicroUsd: number, task = counted) {
  const money = new RunMoney()
  const metrics = { ...NO_METRICS, knownCostMicroUsd, costMicroUsd: knownCostMicroUsd }
  money.put({
    id: 'a',
    ...choice,
    status: 'RUNNING',
    endedAt: null,
    reservedMicroUsd: 0,
    metrics,
  } as unknown as SessionRecord)
  const run = { budgetMicroUsd, budgetWarned: 0 } as RunRecord
  const deps = { agents, prices: createPrices(KNOWN_PRICES), clock: systemClock }
  return reserveMoney({ deps, state: { run, money }, live: { size: 1 } }, task.settings.agent, choice, 'WORK')
}

it('M2: a session that was decided to start does not start when other sessions have spent its money meanwhile', () => {
  expect(reserve(1_000_000, 0)).toEqual({ reservedMicroUsd: 435_000 })
  expect(reserve(1_000_000, 600_000)).toBeNull()
  expect(reserve(1_000_000, 1_000_000)).toBeNull()
  expect(reserve(null, 1_000_000)).toEqual({ reservedMicroUsd: null })
})

it('a plain command reserves nothing, and does not start once the budget is spent', () => {
  expect(reserve(1_000_000, 600_000, plain)).toEqual({ reservedMicroUsd: 0 })
  expect(reserve(1_000_000, 1_000_000, plain)).toBeNull()
})
