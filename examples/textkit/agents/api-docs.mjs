import { code, commit, read, runTests, think, write } from './lib/agent.mjs'

await read('src/page.js')
await read('src/truncate.js')
await think(
  'Every exported function has a comment above it. The reference is created from these comments, so it is never out of date.',
)
await write(
  'src/api-docs.js',
  code`
import { readFileSync } from 'node:fs'

const DOCUMENTED = /\/\*\*\s*([^]*?)\s*\*\/\n(?:export )?function (\w+)\(([^)]*)\)/g

/** Returns the functions of a source text that have a comment above them. */
export function documented(source) {
  return Array.from(source.matchAll(DOCUMENTED), ([, comment, name, parameters]) => ({
    name,
    signature: name + '(' + parameters + ')',
    text: ('\n' + comment).replace(/\s*\n\s*(\*\s)?/g, ' ').trim(),
  }))
}

/** Returns the API reference of modules of this project, as Markdown. */
export function reference(modules) {
  return modules.map(section).join('\n')
}

function section(module) {
  const source = readFileSync(new URL(module + '.js', import.meta.url), 'utf8')
  const entries = documented(source).map(({ signature, text }) => '    ' + signature + '\n\n' + text + '\n')
  return ['## ' + module + '\n', ...entries].join('\n')
}
`,
)
await write(
  'test/api-docs.test.js',
  code`
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { documented, reference } from '../src/api-docs.js'
import { markdown } from '../src/page.js'

test('a comment of several lines becomes one text', () => {
  const source = '/**\n * One\n * two.\n */\nexport function f(a, b = 1) {\n}\n\nexport function undocumented() {}\n'
  assert.deepEqual(documented(source), [{ name: 'f', signature: 'f(a, b = 1)', text: 'One two.' }])
})

test('each module has a section', () => {
  const text = reference(['truncate', 'diff'])
  assert.match(text, /## truncate\n\n {4}truncate\(text, columns, sign = '…'\)/)
  assert.match(text, /diffLines\(before, after\)/)
})

test('the reference is a page of the docs site', () => {
  assert.match(markdown(reference(['diff'])), /<h2>diff<\/h2>\n<pre>diffLines/)
})
`,
)
await runTests('api-docs')
await commit('Create the API reference from comments', 'src/api-docs.js', 'test/api-docs.test.js')
