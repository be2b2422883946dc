import { code, commit, runTests, think, write } from './lib/agent.mjs'

await think('--dry-run becomes dryRun; a digit after a hyphen stays where it is.')
await write(
  'src/case.js',
  code`
/** dry-run → dryRun */
export function camelCase(name) {
  return name.replace(/-+([\p{L}\p{N}])/gu, (_, letter) => letter.toUpperCase())
}

/** dryRun → dry-run */
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

test('flags become names', () => {
  assert.equal(camelCase('dry-run'), 'dryRun')
  assert.equal(camelCase('utf-8'), 'utf8')
  assert.equal(camelCase('verbose'), 'verbose')
})

test('names become flags again', () => {
  for (const flag of ['dry-run', 'max-line-width', 'q']) assert.equal(kebabCase(camelCase(flag)), flag)
})
`,
)
await runTests('case')
await commit('Turn flags into names and back', 'src/case.js', 'test/case.test.js')
