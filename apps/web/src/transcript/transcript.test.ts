import { describe, expect, it } from 'vitest'
import { findMatches, matchesByLine } from './find-matches.ts'
import { countByGroup, indexOfLine, type OutputKind, type OutputLine } from './output-line.ts'
import { ansiSpans, markSpans, plainText } from './spans.ts'

const line = (sequence: number, text: string, kind: OutputKind = 'STDOUT'): OutputLine => ({
  sequence,
  at: '2026-11-20T14:01:48Z',
  kind,
  text,
  length: text.length,
})
const RED = '\u001b[31m'
const OFF = '\u001b[39m'

describe('search in a transcript', () => {
  it('finds every occurrence, ignoring case', () => {
    const lines = Array.from({ length: 700 }, (_, i) => line(i + 1, 'Quote, quote and QUOTE'))
    expect(findMatches(lines, 'quote')).toHaveLength(2100)
  })

  it('ignores escape sequences', () => {
    const lines = [line(1, `src/${RED}quo${OFF}te.ts`)]
    expect(findMatches(lines, 'quote')).toEqual([{ line: 0, from: 4, to: 9 }])
    expect(findMatches(lines, '31m')).toEqual([])
  })

  it('finds nothing for an empty query', () => {
    expect(findMatches([line(1, 'text')], '')).toEqual([])
  })

  it('marks the selected match differently from the others', () => {
    const matches = findMatches([line(1, 'a b a')], 'a')
    expect(
      matchesByLine(matches, 1)
        .get(0)
        ?.map((range) => range.current),
    ).toEqual([false, true])
  })
})

describe('the colours of a terminal', () => {
  it('become colours of the page', () => {
    expect(ansiSpans(`ok ${RED}bad${OFF} ok`)).toEqual([
      { text: 'ok ' },
      { text: 'bad', colour: 'var(--failed)' },
      { text: ' ok' },
    ])
  })

  it('are the only escape sequences with an effect; cursor movements, titles and links are removed', () => {
    expect(
      plainText('\u001b[2K\u001b[1Gdone\u001b]0;title\u0007 \u001b]8;;http://a\u001b\\link\u001b]8;;\u001b\\'),
    ).toBe('done link')
  })

  it('are split where a match begins or ends, so that the colour and the match are both visible', () => {
    const spans = ansiSpans(`src/${RED}quo${OFF}te.ts`)
    expect(markSpans(spans, [{ from: 4, to: 9, current: true }])).toEqual([
      { text: 'src/' },
      { text: 'quo', colour: 'var(--failed)', mark: 'current' },
      { text: 'te', mark: 'current' },
      { text: '.ts' },
    ])
  })

  it('never change the text', () => {
    const text = `${RED}a${OFF}bc \u001b[1mbold\u001b[22m end`
    const marked = markSpans(ansiSpans(text), [{ from: 1, to: 6, current: false }])
    expect(marked.map((span) => span.text).join('')).toBe(plainText(text))
  })
})

it('counts the lines of each group of kinds', () => {
  const lines = [line(1, 'a'), line(2, 'b', 'STDERR'), line(3, 'c', 'NOTICE'), line(4, 'd', 'TOOL_CALL')]
  expect(countByGroup(lines)).toEqual([
    { name: 'Text', count: 0 },
    { name: 'Tool calls', count: 1 },
    { name: 'Output', count: 2 },
    { name: 'Notices', count: 1 },
  ])
})

it('finds the line that the address names, also among the lines of one kind', () => {
  const lines = [2, 3, 7, 9].map((sequence) => line(sequence, 'a'))
  expect([2, 3, 7, 9].map((sequence) => indexOfLine(lines, sequence))).toEqual([0, 1, 2, 3])
  expect([1, 4, 10, Number.NaN].map((sequence) => indexOfLine(lines, sequence))).toEqual([null, null, null, null])
})
