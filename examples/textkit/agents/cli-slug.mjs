import { code, commit, read, runTests, think, write } from './lib/agent.mjs'

await read('src/slugify.js')
await read('src/args.js')
await think('All words are one title, so that no quotes are needed.')
await write(
  'src/cli/slug.js',
  code`
import { help, parseArgs } from '../args.js'
import { slugify } from '../slugify.js'

const OPTIONS = { separator: { takes: 'TEXT', help: 'between words', default: '-' } }

/** Carries out textkit slug TITLE…: prints the title in the form of a part of a URL. */
export async function run(argv, io) {
  const { options, words, error } = parseArgs(argv, OPTIONS)
  if (error || words.length === 0) {
    io.stderr.write((error ? error + '\n' : '') + help('slug TITLE…', OPTIONS))
    return 2
  }
  io.stdout.write(slugify(words.join(' '), options.separator) + '\n')
  return 0
}
`,
)
await write(
  'test/cli-slug.test.js',
  code`
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { main } from '../src/main.js'
import { io } from '../support/io.js'

test('all words are one title', async () => {
  const terminal = io()
  assert.equal(await main(['slug', 'Crème', 'brûlée'], terminal), 0)
  assert.equal(terminal.output(), 'creme-brulee\n')
})

test('another separator can be chosen', async () => {
  const terminal = io()
  await main(['slug', '--separator', '_', 'one two'], terminal)
  assert.equal(terminal.output(), 'one_two\n')
})

test('an unknown option is refused with the help', async () => {
  const terminal = io()
  assert.equal(await main(['slug', '--loud', 'x'], terminal), 2)
  assert.match(terminal.errors(), /unknown option --loud\nusage: textkit slug/)
})
`,
)
await runTests('cli-slug')
await commit('Add the command slug', 'src/cli/slug.js', 'test/cli-slug.test.js')
