import { code, commit, read, runTests, think, write } from './lib/agent.mjs'

await read('spec/slugify.json')
await think('Letters of any script are kept. Only Latin letters lose their accents. Use \\p{L} and NFKD.')
await write(
  'src/slugify.js',
  code`
const SPELLED = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', þ: 'th' }

/** Converts a title to a part of a URL: its letters and digits, of any script, joined by hyphens. */
export function slugify(title, separator = '-') {
  return title
    .toLowerCase()
    .replace(/[ßæœøłđþ]/g, (letter) => SPELLED[letter])
    .normalize('NFKD')
    .replace(/(\p{Script=Latin})\p{M}+/gu, '$1')
    .normalize('NFC')
    .replace(/['’]/g, '')
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter(Boolean)
    .join(separator)
}
`,
)
await write(
  'test/slugify.test.js',
  code`
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { slugify } from '../src/slugify.js'

test('an apostrophe is removed from its word', () => {
  assert.equal(slugify("What's new?"), 'whats-new')
})

test('German and Nordic letters are spelled out', () => {
  assert.equal(slugify('Straße nach Tromsø'), 'strasse-nach-tromso')
})

test('the slug of a title without letters is empty', () => {
  assert.equal(slugify('?! …'), '')
})
`,
)
await runTests('slugify', 'spec')
await commit('Add slugify for titles in any script', 'src/slugify.js', 'test/slugify.test.js')
