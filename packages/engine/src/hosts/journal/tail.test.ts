import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createTail, endOf, MAX_TAIL_BYTES } from './tail.ts'

const line = (text: string) => ({ kind: 'STDOUT' as const, text })

it('R4: the tail is the end of the output, at most 16 KiB', () => {
  const texts = fc.array(fc.string({ unit: fc.constantFrom('a', 'ö', '🌳'), maxLength: 2000 }), { maxLength: 40 })
  fc.assert(
    fc.property(texts, fc.integer({ min: 1, max: 7 }), (lines, perBatch) => {
      const tail = createTail()
      for (let at = 0; at < lines.length; at += perBatch) tail.add(lines.slice(at, at + perBatch).map(line))
      const all = lines.join('\n')
      expect(Buffer.byteLength(tail.text())).toBeLessThanOrEqual(MAX_TAIL_BYTES)
      expect(all.endsWith(tail.text())).toBe(true)
      if (Buffer.byteLength(all) <= MAX_TAIL_BYTES) expect(tail.text()).toBe(all)
    }),
    { numRuns: 50 },
  )
})

it('the last line is the last one of the agent that is not blank', () => {
  const tail = createTail()
  expect(tail.lastLine()).toBeNull()
  tail.add([line('one\ntwo\n'), line('   '), { kind: 'NOTICE', text: 'of ours' }])
  expect(tail.lastLine()).toBe('two')
})

it('the tail does not begin within a character', () => {
  expect(endOf('aöö', 3)).toBe('ö')
})
