import fc from 'fast-check'
import { beforeEach, expect, it, vi } from 'vitest'
import { Pieces } from './pieces.ts'

beforeEach(() => {
  vi.useFakeTimers()
  return () => void vi.useRealTimers()
})

function given() {
  const printed: string[] = []
  const shown: { from: number; text: string }[] = []
  const pieces = new Pieces(
    (text) => printed.push(text),
    (piece) => shown.push(piece),
  )
  return { printed, shown, pieces }
}

it('R1: complete lines are printed at most every 50 ms, and the rest at the end', () => {
  const { printed, pieces } = given()
  pieces.add('one\ntwo')
  pieces.add(' more\nthree\nfo')
  vi.advanceTimersByTime(49)
  expect(printed).toEqual([])
  vi.advanceTimersByTime(1)
  expect(printed).toEqual(['one\ntwo more\nthree'])
  pieces.add('ur\n')
  pieces.end()
  expect(printed).toEqual(['one\ntwo more\nthree', 'four'])
})

it('what is not printed yet is shown at once, and then every 50 ms what came since', () => {
  const { shown, printed, pieces } = given()
  pieces.add('\nI rea')
  expect(shown).toEqual([{ from: 0, text: 'I rea' }])
  pieces.add('d the ')
  pieces.add('file.')
  expect(shown).toHaveLength(1)
  vi.advanceTimersByTime(50)
  expect(shown.slice(1)).toEqual([{ from: 5, text: 'd the file.' }])
  vi.advanceTimersByTime(1000)
  pieces.add('\nThen')
  expect(shown.slice(2)).toEqual([{ from: 16, text: '\nThen' }])
  vi.advanceTimersByTime(50)
  expect(printed).toEqual(['I read the file.'])
  expect(shown.slice(3)).toEqual([{ from: 0, text: 'Then' }])
  pieces.end()
  expect(printed).toEqual(['I read the file.', 'Then'])
  expect(vi.getTimerCount()).toBe(0)
})

it('joined by line breaks, the pieces are the text, and what is shown is what will be printed', () => {
  const text = '\n\n  const a = 1\n\n\n  const b = 2  \n \nThe end.\n\n'
  const cuts = fc.array(fc.record({ length: fc.nat(9), waits: fc.boolean() }), { minLength: 9, maxLength: 40 })
  fc.assert(
    fc.property(cuts, (parts) => {
      let open = ''
      const printed: string[] = []
      const pieces = new Pieces(
        (piece) => {
          expect(`${piece}\n`.startsWith(open.trimEnd()) || open.startsWith(piece)).toBe(true)
          printed.push(piece)
          open = ''
        },
        (piece) => {
          expect([0, open.length]).toContain(piece.from)
          open = open.slice(0, piece.from) + piece.text
        },
      )
      let rest = text
      for (const { length, waits } of parts) {
        if (waits) vi.advanceTimersByTime(50)
        pieces.add(rest.slice(0, length))
        rest = rest.slice(length)
      }
      pieces.add(rest)
      pieces.end()
      const lines = printed.join('\n').split('\n')
      expect(lines.map((line) => line.trimEnd())).toEqual(['  const a = 1', '', '', '  const b = 2', '', 'The end.'])
    }),
  )
})

it('an empty text is neither printed nor shown', () => {
  const { printed, shown, pieces } = given()
  pieces.add(' \n\n')
  vi.advanceTimersByTime(100)
  pieces.end()
  expect(printed).toEqual([])
  expect(shown).toEqual([])
})
