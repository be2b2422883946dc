import { code, commit, edit, read, runTests, think, write } from './lib/agent.mjs'

await read('src/cli/diff.js')
await read('src/cli/slug.js')
await think('A hyphen instead of a file means standard input. slug without a title reads a title per line.')
await write(
  'src/input.js',
  code`
import { readFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'

/** Returns the text of a file; for "-", the text of standard input. */
export async function readInput(file, stdin) {
  return file === '-' ? text(stdin) : readFileSync(file, 'utf8')
}
`,
)
await edit('src/cli/diff.js', (source) =>
  source
    .replace("import { readFileSync } from 'node:fs'\n", '')
    .replace(
      "import { diffLines, sideBySide } from '../diff.js'\n",
      (line) => `${line}import { readInput } from '../input.js'\n`,
    )
    .replace(
      "words.map((file) => readFileSync(file, 'utf8'))",
      'await Promise.all(words.map((file) => readInput(file, io.stdin)))',
    )
    .replace('textkit diff BEFORE AFTER:', 'textkit diff BEFORE AFTER, "-" for what comes in:'),
)
await edit('src/cli/slug.js', (source) =>
  source
    .replace(
      "import { slugify } from '../slugify.js'\n",
      (line) => `import { readInput } from '../input.js'\nimport { lines } from '../lines.js'\n${line}`,
    )
    .replace('error || words.length === 0', 'error')
    .replace(
      "  io.stdout.write(slugify(words.join(' '), options.separator) + '\\n')\n",
      "  const titles = words.length > 0 ? [words.join(' ')] : lines(await readInput('-', io.stdin))\n" +
        "  for (const title of titles) io.stdout.write(slugify(title, options.separator) + '\\n')\n",
    )
    .replace('TITLE…: prints the title', '[TITLE…]: prints the title, or each line of standard input,'),
)
await runTests('cli-diff', 'cli-slug')
await commit('Let diff and slug read standard input', 'src/input.js', 'src/cli/diff.js', 'src/cli/slug.js')
await write(
  'test/cli-pipe.test.js',
  code`
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { main } from '../src/main.js'
import { io } from '../support/io.js'

test('slug reads a title per line', async () => {
  const terminal = io('One Two\nDrei Vier\n')
  assert.equal(await main(['slug'], terminal), 0)
  assert.equal(terminal.output(), 'one-two\ndrei-vier\n')
})

test('a hyphen means standard input', async () => {
  const file = fileURLToPath(new URL('../package.json', import.meta.url))
  const terminal = io('{}\n')
  assert.equal(await main(['diff', '-', file], terminal), 1)
  assert.match(terminal.output(), /^- \{\}\n\+ \{\n/)
})
`,
)
await runTests('cli-pipe')
await commit('Test the commands in a pipe', 'test/cli-pipe.test.js')
