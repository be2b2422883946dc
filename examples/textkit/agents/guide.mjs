import { code, commit, read, runTests, think, write } from './lib/agent.mjs'

await read('docs/index.md')
await read('src/md-table.js')
await read('src/api-docs.js')
await think('Examples that nobody runs become wrong. So a test runs each line that ends with a comment with an arrow.')
await write(
  'docs/guide.md',
  code`
# Guide

Every example on this page is run by the tests: what stands after the arrow is what the line answers.

## Text

    import { slugify } from '../src/slugify.js'
    import { wrap } from '../src/wrap.js'
    import { truncate } from '../src/truncate.js'

    slugify('Crème brûlée') // → 'creme-brulee'
    wrap('the quick brown fox', 10) // → 'the quick\nbrown fox'
    truncate('a longer text', 8) // → 'a longe…'

## Tables

    import { csvParse } from '../src/csv-parse.js'
    import { mdTableFromCsv } from '../src/md-table.js'

    csvParse('a,"b, c"') // → [['a', 'b, c']]
    mdTableFromCsv('n\n1') // → '| n   |\n| --- |\n| 1   |\n'

## Reference

    import { documented } from '../src/api-docs.js'

    documented('/** Says hello. */\nfunction hello(name) {}')[0].text // → 'Says hello.'
`,
)
await write(
  'test/guide.test.js',
  code`
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'

const guide = readFileSync(new URL('../docs/guide.md', import.meta.url), 'utf8')
const names = {}
for (const [, name, path] of guide.matchAll(/import \{ (\w+) \} from '(.*)'/g)) {
  names[name] = (await import(new URL(path, new URL('../docs/', import.meta.url)).href))[name]
}
const answer = (expression) => new Function(...Object.keys(names), 'return ' + expression)(...Object.values(names))
const examples = [...guide.matchAll(/^ {4}(.*) \/\/ → (.*)$/gm)]

test('the guide has examples', () => {
  assert.ok(examples.length >= 6)
})

for (const [, expression, expected] of examples) {
  test(expression, () => assert.deepEqual(answer(expression), answer(expected)))
}
`,
)
await runTests('guide')
await commit('Write a guide whose examples are tests', 'docs/guide.md', 'test/guide.test.js')
