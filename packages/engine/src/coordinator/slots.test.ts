import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Slots } from './slots.ts'

it('I1: hands out the lowest slot, and one that was used before first', () => {
  const slots = new Slots()
  expect([slots.take(), slots.take(), slots.take()]).toEqual([0, 1, 2])
  slots.free(1)
  expect([slots.take(), slots.take()]).toEqual([1, 3])
})

it('I1: after a restart a session keeps its slot, and nobody else has it', () => {
  const slots = new Slots()
  expect(slots.reclaim(2)).toBe(true)
  expect(slots.reclaim(2)).toBe(false)
  expect([slots.take(), slots.take(), slots.take()]).toEqual([0, 1, 3])
})

it('I1: a lane comes back to its own slot, which no other lane gets meanwhile', () => {
  const slots = new Slots()
  const first = slots.take('parser')
  slots.free(first)
  expect(slots.take('lexer')).not.toBe(first)
  expect(slots.take(null)).not.toBe(first)
  expect(slots.take('parser')).toBe(first)
  expect(slots.take('parser'), 'while its own is taken').not.toBe(first)
})

it('I1: no two have the same slot at once, whatever is taken, reclaimed and freed', () => {
  const step = fc.record({
    do: fc.constantFrom('take', 'reclaim', 'free'),
    slot: fc.nat(6),
    lane: fc.option(fc.constantFrom('a', 'b')),
  })
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const slots = new Slots()
      const held = new Set<number>()
      for (const { do: what, slot, lane } of steps) {
        if (what === 'free') {
          if (held.delete(slot)) slots.free(slot)
          continue
        }
        const taken = what === 'take' ? slots.take(lane) : slots.reclaim(slot) ? slot : null
        if (taken === null) continue
        expect(held.has(taken)).toBe(false)
        held.add(taken)
      }
    }),
  )
})
