import { code, commit, read, runTests, think, write } from './lib/agent.mjs'

await read('spec/wrap.json')
await read('src/lines.js')
await think('East Asian characters take two columns. So first write a module that measures the width.')
await write(
  'src/width.js',
  code`
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u

/** Returns the graphemes of a text: what a reader sees as one character each. */
export function characters(text) {
  return Array.from(graphemes.segment(text), ({ segment }) => segment)
}

/** Returns how many columns of a terminal a text takes. */
export function width(text) {
  return characters(text).reduce((columns, character) => columns + (WIDE.test(character) ? 2 : 1), 0)
}

/** Adds spaces to a text up to a width. */
export function pad(text, columns) {
  return text + ' '.repeat(Math.max(0, columns - width(text)))
}
`,
)
await write(
  'test/width.test.js',
  code`
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { characters, pad, width } from '../src/width.js'

test('a flag and a family are one character each', () => {
  assert.equal(characters('🇨🇭👨‍👩‍👧').length, 2)
})

test('wide characters take two columns', () => {
  assert.equal(width('日本'), 4)
  assert.equal(width('한국 ok'), 7)
})

test('a combining accent takes no column', () => {
  assert.equal(width('e\u0301'), 1)
})

test('padding counts columns, not code units', () => {
  assert.equal(pad('日', 4), '日  ')
})
`,
)
await runTests('width')
await commit('Measure text in columns of a terminal', 'src/width.js', 'test/width.test.js')
await write(
  'src/wrap.js',
  code`
import { lines } from './lines.js'
import { width } from './width.js'

/** Breaks a text between words, so that no line is wider than the columns. A word that is too long is a line of its own. Line breaks stay. */
export function wrap(text, columns = 80) {
  return lines(text)
    .map((line) => wrapLine(line, columns))
    .join('\n')
}

function wrapLine(line, columns) {
  const [first = '', ...words] = line.split(/\s+/).filter(Boolean)
  const wrapped = [first]
  for (const word of words) {
    const longer = wrapped.at(-1) + ' ' + word
    if (width(longer) > columns) wrapped.push(word)
    else wrapped[wrapped.length - 1] = longer
  }
  return wrapped.join('\n')
}
`,
)
await write(
  'test/wrap.test.js',
  code`
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wrap } from '../src/wrap.js'

test('paragraphs stay apart', () => {
  assert.equal(wrap('one two\n\nthree', 80), 'one two\n\nthree')
})

test('no line is wider than asked', () => {
  const text = 'to cut a tree so that many stems grow from one root '.repeat(5)
  assert.ok(wrap(text, 20).split('\n').every((line) => line.length <= 20))
})
`,
)
await runTests('wrap', 'spec')
await commit('Wrap text at a column', 'src/wrap.js', 'test/wrap.test.js')
