import fc from 'fast-check'
import { expect, it } from 'vitest'
import { CONTINUED, CONTINUES, LineSplitter, MAX_LINE_BYTES, type RawLine } from './line-splitter.ts'

function split(bytes: Buffer, chunkSizes: readonly number[], start = 0, continued = false): RawLine[] {
  const splitter = new LineSplitter(start, continued)
  const lines: RawLine[] = []
  let at = 0
  for (let turn = 0; at < bytes.length; turn += 1) {
    const size = chunkSizes[turn % chunkSizes.length] ?? bytes.length
    lines.push(...splitter.push(bytes.subarray(at, at + size)))
    at += size
  }
  return [...lines, ...splitter.end()]
}

const texts = (lines: readonly RawLine[]): string[] => lines.map((line) => line.text)
const chunkSizes = fc.array(fc.integer({ min: 1, max: 40_000 }), { minLength: 1, maxLength: 5 })

it('lines end at a line feed, with or without a carriage return, and the last line may have none', () => {
  expect(texts(split(Buffer.from('a\n\r\nb\r\n\nlast'), [100]))).toEqual(['a', '', 'b', '', 'last'])
  expect(texts(split(Buffer.from('a\n'), [100]))).toEqual(['a'])
})

it('R1: the lines do not depend on the chunks, even if a chunk ends within a character', () => {
  const line = fc.string({ unit: fc.constantFrom('a', 'ö', '€', '🌳', '\r', ' ') })
  fc.assert(
    fc.property(fc.array(line), chunkSizes, (lines, sizes) => {
      const bytes = Buffer.from(lines.join('\n'))
      expect(split(bytes, sizes)).toEqual(split(bytes, [bytes.length + 1]))
      expect(texts(split(bytes, [1]))).toEqual(texts(split(bytes, sizes)))
    }),
  )
})

it('R1: a splitter that starts at the end of any line returns the same following lines', () => {
  const line = fc.oneof(
    fc.string(),
    fc.integer({ min: 1, max: 3 }).map((times) => 'x '.repeat(times * 40_000)),
  )
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 6 }), chunkSizes, fc.nat(), (lines, sizes, pick) => {
      const bytes = Buffer.from(`${lines.join('\n')}\n`)
      const whole = split(bytes, sizes)
      const cut = whole[pick % whole.length]?.end ?? 0
      const rest = split(bytes.subarray(cut), sizes, cut, bytes[cut - 1] !== 0x0a)
      expect(rest).toEqual(whole.filter((line) => line.end > cut))
    }),
    { numRuns: 20 },
  )
})

it('R4: a line of more than 64 KiB is cut into marked pieces, and nothing is lost', () => {
  const unit = fc.constantFrom('x', 'ö', '€', '🌳', 'word ')
  fc.assert(
    fc.property(
      unit,
      fc.integer({ min: MAX_LINE_BYTES, max: 3 * MAX_LINE_BYTES }),
      chunkSizes,
      (text, length, sizes) => {
        const line = text.repeat(Math.ceil(length / Buffer.byteLength(text)))
        const pieces = texts(split(Buffer.from(`${line}\nnext\n`), sizes))
        expect(pieces.pop()).toBe('next')
        const bare = pieces.map((piece) => piece.replace(CONTINUED, '').replace(CONTINUES, ''))
        expect(bare.join('')).toBe(line)
        expect(pieces.slice(1).every((piece) => piece.startsWith(CONTINUED))).toBe(true)
        expect(pieces.slice(0, -1).every((piece) => piece.endsWith(CONTINUES))).toBe(true)
        for (const piece of bare) expect(Buffer.byteLength(piece)).toBeLessThanOrEqual(MAX_LINE_BYTES)
      },
    ),
    { numRuns: 20 },
  )
})

it('A2: a long line is cut at a near blank, so that no token is cut', () => {
  const line = `${'x '.repeat(MAX_LINE_BYTES / 2 - 10)}sk-ant-0123456789abcdefghij0123456789 tail`
  expect(
    texts(split(Buffer.from(line), [1000])).some((piece) => piece.includes('sk-ant-0123456789abcdefghij0123456789')),
  ).toBe(true)
})

it('A2: without a near blank, a long line is cut at a character that cannot be in a token', () => {
  const token = 'sk-ant-0123456789abcdefghij0123456789'
  const before = '{"a":"b"},'.repeat(Math.ceil((MAX_LINE_BYTES - 20) / 10)).slice(0, MAX_LINE_BYTES - 20)
  const line = `${before}"${token}"}`
  expect(texts(split(Buffer.from(line), [1000])).some((piece) => piece.includes(token))).toBe(true)
})
