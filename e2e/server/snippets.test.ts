import { expect, test } from 'vitest'
import { sortSnippets } from './snippets.ts'

const block = (file: string, language: string, text = 'x\n') => ({ file, line: 1, language, text })

test('all shell blocks of a file are one session; a text block after a plan is the output of plan check', () => {
  const blocks = [
    block('a.md', 'sh', '1\n'),
    block('a.md', 'yaml'),
    block('a.md', 'text'),
    block('a.md', 'sh', '2\n'),
    block('b.md', 'sh', '3\n'),
    block('b.md', 'yaml'),
  ]
  const { sessions, plans, unaccounted } = sortSnippets(blocks, [])
  expect([...sessions].map(([file, parts]) => [file, ...parts.map(({ text }) => text)])).toEqual([
    ['a.md', '1\n', '2\n'],
    ['b.md', '3\n'],
  ])
  expect(plans).toEqual([
    { plan: blocks[1], refusal: blocks[2] },
    { plan: blocks[5], refusal: null },
  ])
  expect(unaccounted).toEqual([])
})

test('a block that is neither run nor listed is reported, and so is a list entry without a block', () => {
  const listed = { file: 'a.md', begins: 'npm start', reason: 'of this test' }
  const all = [
    block('a.md', 'sh', 'npm start\nnpm test\n'),
    block('a.md', 'js'),
    block('a.md', 'text'),
    block('a.md', ''),
  ]
  const { sessions, unaccounted } = sortSnippets(all, [listed, { ...listed, file: 'b.md' }])
  expect(sessions.size).toBe(0)
  expect(unaccounted).toEqual([
    'a.md:1: no test runs this block (js)',
    'a.md:1: no test runs this block (text)',
    'a.md:1: no test runs this block (no language)',
    'b.md: no block begins with npm start',
  ])
})
