import { code, commit, read, runTests, think, write } from './lib/agent.mjs'

await read('src/diff.js')
await read('src/args.js')
await think('The exit codes are those of diff: 0 equal, 1 different, 2 error.')
await write(
  'src/cli/diff.js',
  code`
import { readFileSync } from 'node:fs'
import { help, parseArgs } from '../args.js'
import { diffLines, sideBySide } from '../diff.js'

const OPTIONS = { 'side-by-side': { help: 'two columns' } }
const SIGNS = { same: '  ', removed: '- ', added: '+ ' }

/** Carries out textkit diff BEFORE AFTER. The exit code is 0 when the files are equal, and 1 when they differ. */
export async function run(argv, io) {
  const { options, words, error } = parseArgs(argv, OPTIONS)
  if (error || words.length !== 2) {
    io.stderr.write((error ? error + '\n' : '') + help('diff BEFORE AFTER', OPTIONS))
    return 2
  }
  const [before, after] = words.map((file) => readFileSync(file, 'utf8'))
  const changes = diffLines(before, after)
  const lines = options.sideBySide ? sideBySide(changes) : changes.map(({ kind, text }) => SIGNS[kind] + text).join('\n')
  io.stdout.write(lines + '\n')
  return changes.every(({ kind }) => kind === 'same') ? 0 : 1
}
`,
)
await write(
  'test/cli-diff.test.js',
  code`
import assert from 'node:assert/strict'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { main } from '../src/main.js'
import { io } from '../support/io.js'

const folder = mkdtempSync(join(tmpdir(), 'textkit-'))
const file = (name, text) => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}
const before = file('before', 'a\nb\n')
const after = file('after', 'a\nc\n')

test('prints the changes, and the exit code is 1', async () => {
  const terminal = io()
  assert.equal(await main(['diff', before, after], terminal), 1)
  assert.equal(terminal.output(), '  a\n- b\n+ c\n')
})

test('for equal files, the exit code is 0', async () => {
  assert.equal(await main(['diff', before, before], io()), 0)
})

test('prints two columns with --side-by-side', async () => {
  const terminal = io()
  await main(['diff', '--side-by-side', before, after], terminal)
  assert.match(terminal.output(), /^a {2}\| {2}a\n/)
})

test('one file is refused', async () => {
  const terminal = io()
  assert.equal(await main(['diff', before], terminal), 2)
  assert.match(terminal.errors(), /usage: textkit diff BEFORE AFTER/)
})
`,
)
await runTests('cli-diff')
await commit('Add the command diff', 'src/cli/diff.js', 'test/cli-diff.test.js')
