import type { ModelCalled } from '@coppice/engine/domain/session-facts'
import { expect, it } from 'vitest'
import { LimitWatch } from './limit-watch.ts'
import { UNKNOWN } from './usage-reader.ts'

function given(limits: { maxTurns?: number; maxTokens?: number }) {
  const stops: string[] = []
  const printed: unknown[] = []
  const watch = new LimitWatch({ maxTurns: null, maxTokens: null, ...limits }, () => stops.push('stop'))
  const print = watch.counting(
    Object.assign((fact: unknown) => printed.push(fact), { writing: () => {}, alive: () => {} }),
  )
  const call = (requestId: string, more: Partial<ModelCalled> = {}) =>
    print({ type: 'ModelCalled', requestId, model: 'm', partial: false, ...UNKNOWN, inputTokens: 600, ...more })
  const request = (id: string) => {
    call(id, { partial: true })
    call(id)
  }
  return { watch, stops, printed, call, request }
}

it('S6: an agent that continues after its last turn is stopped once; one that ends its turn is not', () => {
  const { watch, stops, printed, request } = given({ maxTurns: 2 })
  request('a')
  watch.continues()
  request('b')
  expect([stops.length, watch.isOver, watch.reached()]).toEqual([0, false, 'the agent used its 2 turns (maxTurns)'])
  watch.continues()
  watch.continues()
  expect([stops.length, watch.isOver, printed.length]).toEqual([1, true, 4])
})

it('S6: the next request of the agent shows that it continues, also when no tool has a result', () => {
  const { stops, request } = given({ maxTokens: 1_000 })
  request('a')
  request('b')
  expect(stops).toEqual([])
  request('c')
  expect(stops).toHaveLength(1)
})

it('a sum of requests has tokens but no turns, unknown numbers count as nothing, and without limits nothing stops', () => {
  const sums = given({ maxTurns: 1, maxTokens: 1_000 })
  sums.call('a', { joined: true, inputTokens: null })
  expect(sums.watch.reached()).toBeNull()
  sums.call('b', { joined: true, cacheReadTokens: 400 })
  sums.call('b', { joined: true })
  expect(sums.watch.reached()).toBe('the agent used 1000 tokens, and its limit is 1000 (maxTokens)')
  const free = given({})
  for (const id of ['a', 'b', 'c']) free.request(id)
  free.watch.continues()
  expect(free.stops).toEqual([])
})
