import { code, commit, runTests, think, write } from './lib/agent.mjs'

await think('--dry-run becomes dryRun. A hyphen before a digit is kept.')
await write(
  'src/case.js',
  code`
/** Converts dry-run to dryRun. */
export function camelCase(name) {
  return name.replace(/-+([\p{L}\p{N}])/gu, (_, letter) => letter.toUpperCase())
}

/** Converts dryRun to dry-run. */
export function kebabCase(name) {
  return name.replace(/(?<=[\p{Ll}\p{N}])\p{Lu}/gu, (letter) => '-' + letter.toLowerCase())
}
`,
)
await write(
  'test/case.test.js',
  code`
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { camelCase, kebabCase } from '../src/case.js'

test('a flag is converted to a name', () => {
  assert.equal(camelCase('dry-run'), 'dryRun')
  assert.equal(camelCase('utf-8'), 'utf8')
  assert.equal(camelCase('verbose'), 'verbose')
})

test('a name is converted to a flag', () => {
  for (const flag of ['dry-run', 'max-line-width', 'q']) assert.equal(kebabCase(camelCase(flag)), flag)
})
`,
)
await runTests('case')
await commit('Convert flags to names and back', 'src/case.js', 'test/case.test.js')
