import type { ModelCalled, SessionFact } from '@coppice/engine/domain/session-facts'
import { expect, it } from 'vitest'
import { Purse } from './purse.ts'

/** A price at which an input token costs a millionth of a dollar. */
const price = { from: null, input: 1_000_000, output: 0, cacheRead: null, cacheWrite: null, cacheWrite1h: null }
const call = (requestId: string, inputTokens: number, partial = false): ModelCalled => ({
  ...{ type: 'ModelCalled', requestId, model: 'm', inputTokens, outputTokens: 0, partial, reportedCostMicroUsd: null },
  ...{ cacheReadTokens: null, cacheWriteTokens: null, cacheWrite1hTokens: null },
})

function given(microUsd: number | null) {
  const facts: SessionFact[] = []
  const stop = new AbortController()
  /** `looks` counts how often the purse has looked for a grant. */
  const owner = { granted: null as number | null, looks: 0 }
  const purse = new Purse({
    allowance: microUsd === null ? null : { microUsd, price },
    granted: () => {
      owner.looks += 1
      return owner.granted
    },
    print: Object.assign((fact: SessionFact) => void facts.push(fact), { writing: () => {}, alive: () => {} }),
    signal: stop.signal,
  })
  return { purse, facts, stop, owner }
}

it('M2: a session that has spent its allowance asks once, and makes no request until the owner of its run grants more', async () => {
  const { purse, facts, owner } = given(10)
  purse.see(call('a', 4))
  await purse.open()
  // A request that was cut off costs what was reported of it. It counts once.
  purse.see(call('b', 5, true))
  purse.see(call('b', 8))
  let isOpen = false
  const opened = purse.open().then(() => (isOpen = true))
  expect(facts).toEqual([{ type: 'MoneyAsked', spentMicroUsd: 12 }])
  owner.granted = 12
  const looks = owner.looks
  await expect.poll(() => owner.looks).toBeGreaterThan(looks + 1)
  expect(isOpen).toBe(false)
  owner.granted = 13
  await opened
  await purse.open()
  expect(facts).toHaveLength(1)
  owner.granted = Number.POSITIVE_INFINITY
  purse.see(call('c', 1_000))
  await purse.open()
  expect(facts).toHaveLength(1)
})

it('M2: without a budget a session never asks', async () => {
  const { purse, facts } = given(null)
  purse.see(call('a', 1_000_000))
  await purse.open()
  expect(facts).toEqual([])
})

it('C1: a session that waits for money ends when it is told to', async () => {
  const { purse, stop } = given(0)
  const opened = purse.open()
  stop.abort()
  await expect(opened).rejects.toThrow()
})
