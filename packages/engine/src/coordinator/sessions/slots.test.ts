import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Slots } from './slots.ts'

it('I1: a session gets the lowest slot that was used before, or else the lowest free slot', () => {
  const slots = new Slots()
  expect([slots.take(), slots.take(), slots.take()]).toEqual([0, 1, 2])
  slots.free(1)
  expect([slots.take(), slots.take()]).toEqual([1, 3])
})

it('R1: a session that continues a conversation gets its slot again if no session and no lane has it', () => {
  const slots = new Slots()
  expect(slots.take(null, 3)).toBe(3)
  expect(slots.take(null, 3)).toBe(0)
  slots.free(3)
  expect([slots.take('parser'), slots.take(null, 0)]).toEqual([3, 1])
  slots.free(3)
  expect([slots.take(null, 3), slots.take('parser', 1)]).toEqual([2, 3])
})

it('I1: after a restart a session keeps its slot, and no other session gets it', () => {
  const slots = new Slots()
  slots.reclaim(2)
  expect(() => slots.reclaim(2)).toThrow('two sessions have slot 2')
  expect([slots.take(), slots.take(), slots.take()]).toEqual([0, 1, 3])
})

it('I1, D5: no session gets a slot whose worktree has work that could not be committed', () => {
  const slots = new Slots()
  slots.reclaim(1)
  slots.withhold(0)
  slots.free(1)
  expect([slots.take(), slots.take()]).toEqual([1, 2])
})

it('I1: a lane gets its own slot again, and no other lane gets that slot in between', () => {
  const slots = new Slots()
  const first = slots.take('parser')
  slots.free(first)
  expect(slots.take('lexer')).not.toBe(first)
  expect(slots.take(null)).not.toBe(first)
  expect(slots.take('parser')).toBe(first)
  expect(slots.take('parser'), 'while another session has the slot of the lane').not.toBe(first)
})

it('I1: no two sessions have the same slot at once, after any sequence of take, reclaim and free', () => {
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
        if (what === 'reclaim') {
          if (held.has(slot)) continue
          slots.reclaim(slot)
        }
        const taken = what === 'take' ? slots.take(lane) : slot
        expect(held.has(taken)).toBe(false)
        held.add(taken)
      }
    }),
  )
})
