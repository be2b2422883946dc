import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Pieces } from './pieces.ts'

function given() {
  const printed: string[] = []
  let now = 0
  const pieces = new Pieces(
    (text) => printed.push(text),
    () => now,
  )
  return { printed, pieces, wait: (ms: number) => (now += ms) }
}

it('R1: complete lines are printed at most every 50 ms, and the rest at the end', () => {
  const { printed, pieces, wait } = given()
  pieces.add('one\ntwo')
  expect(printed).toEqual([])
  wait(50)
  pieces.add(' more\nthree\nfo')
  expect(printed).toEqual(['one\ntwo more\nthree'])
  pieces.add('ur\n')
  pieces.end()
  expect(printed).toEqual(['one\ntwo more\nthree', 'four'])
})

it('joined by line breaks, the pieces are the text', () => {
  const text = '\n\n  const a = 1\n\n\n  const b = 2  \n \nThe end.\n\n'
  const cuts = fc.array(fc.record({ length: fc.nat(9), waits: fc.boolean() }), { minLength: 9, maxLength: 40 })
  fc.assert(
    fc.property(cuts, (parts) => {
      const { printed, pieces, wait } = given()
      let rest = text
      for (const { length, waits } of parts) {
        if (waits) wait(50)
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

it('an empty text is not printed', () => {
  const { printed, pieces, wait } = given()
  wait(100)
  pieces.add(' \n\n')
  pieces.end()
  expect(printed).toEqual([])
})
