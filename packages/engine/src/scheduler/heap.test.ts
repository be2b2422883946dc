import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Heap } from './heap.ts'

it('pops the items from the least to the greatest, in whatever order they were pushed', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), (numbers) => {
      const heap = new Heap<number>((a, b) => a < b)
      for (const number of numbers) heap.push(number)
      expect(heap.peek()).toBe(numbers.length === 0 ? undefined : Math.min(...numbers))
      expect(numbers.map(() => heap.pop())).toEqual(numbers.toSorted((a, b) => a - b))
      expect(heap.size).toBe(0)
    }),
  )
})
