import { code, commit, read, runTests, think, write } from './lib/agent.mjs'

await read('src/width.js')
await read('spec/truncate.json')
await think('A text that does not fit ends with an ellipsis, which itself takes a column.')
await write(
  'src/truncate.js',
  code`
import { characters, width } from './width.js'

/** Cuts a text to a number of columns. A text that is cut ends with the sign. No grapheme is split. */
export function truncate(text, columns, sign = '…') {
  if (width(text) <= columns) return text
  let kept = ''
  for (const character of characters(text)) {
    if (width(kept + character + sign) > columns) break
    kept += character
  }
  return kept + sign
}
`,
)
await write(
  'test/truncate.test.js',
  code`
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { truncate } from '../src/truncate.js'
import { width } from '../src/width.js'

test('a wide character that does not fit is left out', () => {
  assert.equal(truncate('日本語', 4), '日…')
})

test('another sign can be chosen', () => {
  assert.equal(truncate('one two three', 9, '...'), 'one tw...')
})

test('the result is never wider than the columns', () => {
  for (let columns = 1; columns < 12; columns += 1) {
    assert.ok(width(truncate('a 日本 👩‍🚀 text', columns)) <= columns)
  }
})
`,
)
await runTests('truncate', 'spec')
await commit('Truncate by graphemes', 'src/truncate.js', 'test/truncate.test.js')
