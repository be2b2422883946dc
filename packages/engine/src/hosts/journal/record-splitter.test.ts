import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { RawLine } from './line-splitter.ts'
import { MAX_RECORD_BYTES, RecordSplitter } from './record-splitter.ts'

function split(bytes: Buffer, chunkSizes: readonly number[], start = 0): RawLine[] {
  const splitter = new RecordSplitter(start)
  const records: RawLine[] = []
  let at = 0
  for (let turn = 0; at < bytes.length; turn += 1) {
    const size = chunkSizes[turn % chunkSizes.length] ?? bytes.length
    // As a raw stream does, from memory that is filled anew.
    const chunk = Buffer.from(bytes.subarray(at, at + size))
    records.push(...splitter.push(chunk))
    chunk.fill('#')
    at += size
    expect(splitter.position).toBe(start + Math.min(at, bytes.length))
  }
  return [...records, ...splitter.end()]
}

const text = fc.string({ unit: fc.constantFrom('a', 'ö', '🌳', '"', '\\', '\n', ' '), maxLength: 30 })
/** From the length of a line to one that is cut if it is text, and to more than a record may be. */
const times = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 0, max: 20 }) },
  { weight: 2, arbitrary: fc.integer({ min: 5_000, max: 20_000 }) },
)
const records = fc.array(fc.record({ text, times }), { minLength: 1, maxLength: 6 })
const sizes = fc.array(fc.integer({ min: 1, max: 100_000 }), { minLength: 1, maxLength: 5 })

it('R4: cuts no record within the cap: each parses, however large it is and however the bytes come', () => {
  fc.assert(
    fc.property(records, sizes, (given, chunkSizes) => {
      const said = given.map((one) => one.text.repeat(one.times))
      const bytes = Buffer.from(said.map((one) => `${JSON.stringify({ said: one })}\n`).join(''))
      const whole = split(bytes, chunkSizes)
      expect(whole.map((one) => JSON.parse(one.text).said)).toEqual(said)
      expect(whole.every((one) => one.whole === null)).toBe(true)
      expect(whole.at(-1)?.end).toBe(bytes.length)
    }),
    { numRuns: 60 },
  )
})

it('R1: goes on from the end of any record as if it had read all before', () => {
  fc.assert(
    fc.property(records, sizes, fc.nat(), (given, chunkSizes, pick) => {
      const bytes = Buffer.from(given.map((one) => `${JSON.stringify(one.text.repeat(one.times))}\n`).join(''))
      const whole = split(bytes, chunkSizes)
      const cut = whole[pick % whole.length]?.end ?? 0
      expect(split(bytes.subarray(cut), chunkSizes, cut)).toEqual(whole.filter(({ end }) => end > cut))
    }),
    { numRuns: 40 },
  )
})

it('R4: of a record beyond the cap it has the beginning, says where the whole is, and goes on with the next', () => {
  const long = 'word '.repeat(MAX_RECORD_BYTES / 5 + 1)
  const bytes = Buffer.from(`first\n${long}\nlast`)
  for (const size of [65_536, bytes.length]) {
    const [first, beyond, last, ...more] = split(bytes, [size])
    expect(first).toEqual({ text: 'first', end: 6, whole: null })
    expect(long.startsWith(beyond?.text ?? '?')).toBe(true)
    expect(beyond?.text.length).toBeGreaterThan(60_000)
    expect(beyond?.text.length).toBeLessThanOrEqual(65_536)
    expect(beyond?.whole).toEqual({ start: 6, end: 6 + long.length })
    expect(last).toEqual({ text: 'last', end: bytes.length, whole: null })
    expect(more).toEqual([])
  }
})

it('A2: the beginning of a record beyond the cap ends with no piece of a token', () => {
  const token = 'sk-ant-0123456789abcdefghij0123456789'
  const before = '{"a":"b"},'.repeat(6_553).slice(0, 65_536 - 20)
  const [beyond] = split(Buffer.from(`${before}"${token}"${'x,'.repeat(MAX_RECORD_BYTES / 2)}`), [65_536])
  expect(beyond?.whole).not.toBeNull()
  expect(beyond?.text).not.toContain('sk-ant')
})

it('takes the end of a source for the end of a record', () => {
  expect(split(Buffer.from('{"torn":'), [3]).map((one) => one.text)).toEqual(['{"torn":'])
  expect(split(Buffer.from('a\n'), [3]).map((one) => one.text)).toEqual(['a'])
})
