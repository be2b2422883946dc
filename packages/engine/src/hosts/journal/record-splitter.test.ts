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
    // The memory of each chunk is overwritten after its use, as by a raw stream.
    const chunk = Buffer.from(bytes.subarray(at, at + size))
    records.push(...splitter.push(chunk))
    chunk.fill('#')
    at += size
    expect(splitter.position).toBe(start + Math.min(at, bytes.length))
  }
  return [...records, ...splitter.end()]
}

const text = fc.string({ unit: fc.constantFrom('a', 'ö', '🌳', '"', '\\', '\n', ' '), maxLength: 30 })
/** How many copies of the text a record contains: a few, or so many that the record is longer than the limit of a line. */
const times = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 0, max: 20 }) },
  { weight: 2, arbitrary: fc.integer({ min: 5_000, max: 20_000 }) },
)
const records = fc.array(fc.record({ text, times }), { minLength: 1, maxLength: 6 })
const sizes = fc.array(fc.integer({ min: 1, max: 100_000 }), { minLength: 1, maxLength: 5 })

it('R4: a record of up to 4 MiB is not cut, in chunks of any size', () => {
  fc.assert(
    fc.property(records, sizes, (given, chunkSizes) => {
      const values = given.map((one) => one.text.repeat(one.times))
      const bytes = Buffer.from(values.map((value) => `${JSON.stringify({ value })}\n`).join(''))
      const whole = split(bytes, chunkSizes)
      expect(whole.map((one) => JSON.parse(one.text).value)).toEqual(values)
      expect(whole.every((one) => one.whole === null)).toBe(true)
      expect(whole.at(-1)?.end).toBe(bytes.length)
    }),
    { numRuns: 60 },
  )
})

it('R1: a splitter that starts at the end of any record returns the same following records', () => {
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

it('R4: of a record above 4 MiB, the start and the offsets are returned, and the next record follows', () => {
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

it('A2: the start of a record above 4 MiB does not end within a token', () => {
  const token = 'sk-ant-0123456789abcdefghij0123456789'
  const before = '{"a":"b"},'.repeat(6_553).slice(0, 65_536 - 20)
  const [beyond] = split(Buffer.from(`${before}"${token}"${'x,'.repeat(MAX_RECORD_BYTES / 2)}`), [65_536])
  expect(beyond?.whole).not.toBeNull()
  expect(beyond?.text).not.toContain('sk-ant')
})

it('the last record may have no line break', () => {
  expect(split(Buffer.from('{"torn":'), [3]).map((one) => one.text)).toEqual(['{"torn":'])
  expect(split(Buffer.from('a\n'), [3]).map((one) => one.text)).toEqual(['a'])
})
