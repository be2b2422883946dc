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

it('an empty text is not printed', () => {
  const { printed, pieces, wait } = given()
  wait(100)
  pieces.add(' \n\n')
  pieces.end()
  expect(printed).toEqual([])
})
