import { expect, it } from 'vitest'
import { createOpenRedactor } from '../text/redact.ts'
import { GrowingText } from './growing-text.ts'

const given = () => new GrowingText(createOpenRedactor([]))
const said = (from: number, text: string) => ({ type: 'Writing', of: 'Said', from, text }) as const

it('A2: a key that arrives in pieces is never shown in part', () => {
  const growing = given()
  const line = 'I use sk-ant-api03-abcdefghijklmnopqrstuvwxyz for it.'
  const shown = Array.from(line, (character, from) => {
    growing.add(said(from, character), 3)
    return growing.shown()?.text ?? ''
  })
  expect([...new Set(shown)]).toEqual(['', 'I', 'I use', 'I use [redacted]', 'I use [redacted] for'])
  expect(growing.shown()).toEqual({ after: 3, kind: 'TEXT', text: 'I use [redacted] for' })
})

it('A2: a text whose beginning was lost is not shown, until a new text begins', () => {
  const growing = given()
  growing.add(said(12, 'mnopqrstuvwxyz and '), 3)
  expect(growing.shown()).toBeNull()
  growing.add(said(31, 'more '), 3)
  expect(growing.shown()).toBeNull()
  growing.add({ ...said(0, 'I think '), of: 'Thought' }, 4)
  expect(growing.shown()).toEqual({ after: 4, kind: 'THINKING', text: 'I think' })
  growing.clear()
  expect(growing.shown()).toBeNull()
})

it('R4: of a long text the end is shown, and a text that is too long is not kept', () => {
  const growing = given()
  growing.add(said(0, 'word '.repeat(1000)), 0)
  expect(growing.shown()?.text).toMatch(/^… word (?:word )+word$/)
  expect(growing.shown()?.text.length).toBeLessThan(4010)
  growing.add(said(5000, 'word '.repeat(13_000)), 0)
  expect(growing.shown()).toBeNull()
  growing.add(said(70_000, 'word '), 0)
  expect(growing.shown()).toBeNull()
})
