import { code, commit, read, runTests, think, write } from './lib/agent.mjs'

await read('src/width.js')
await read('spec/truncate.json')
await think('What does not fit ends in an ellipsis, which takes a column itself.')
await write(
  'src/truncate.js',
  code`
import { characters, width } from './width.js'

/** The beginning of a text that fits; where something is missing, it ends in a sign for it. No character is cut in two. */
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

test('a wide character that does not fit whole is left out', () => {
  assert.equal(truncate('日本語', 4), '日…')
})

test('another sign may be asked for', () => {
  assert.equal(truncate('one two three', 9, '...'), 'one tw...')
})

test('nothing is ever wider than asked', () => {
  for (let columns = 1; columns < 12; columns += 1) {
    assert.ok(width(truncate('a 日本 👩‍🚀 text', columns)) <= columns)
  }
})
`,
)
await runTests('truncate', 'spec')
await commit('Truncate by what a reader sees as one character', 'src/truncate.js', 'test/truncate.test.js')
