import { code, commit, read, runTests, think, write } from './lib/agent.mjs'

await read('src/case.js')
await think('Options are declared once. Both the parser and the help use this declaration.')
await write(
  'src/args.js',
  code`
import { camelCase } from './case.js'

/**
 * Parses arguments by a declaration such as { width: { takes: 'N', help: 'columns', default: '80' }, 'dry-run': { help: '…' } }.
 * Returns the options under camelCase names, and the other arguments as words. Throws for an unknown or incomplete option.
 */
export function parseArgs(argv, declared) {
  const options = Object.fromEntries(Object.entries(declared).map(([name, { takes, default: value }]) => [camelCase(name), takes ? value : false]))
  const words = []
  const rest = [...argv]
  while (rest.length > 0) {
    const word = rest.shift()
    if (word === '--') return { options, words: words.concat(rest) }
    if (!word.startsWith('--')) {
      words.push(word)
      continue
    }
    const [name, value] = split(word.slice(2))
    if (!Object.hasOwn(declared, name)) return { error: 'unknown option --' + name }
    const { takes } = declared[name]
    if (!takes && value !== undefined) return { error: '--' + name + ' takes no value' }
    const given = takes ? (value ?? rest.shift()) : true
    if (given === undefined) return { error: '--' + name + ' needs ' + takes }
    options[camelCase(name)] = given
  }
  return { options, words }
}

function split(word) {
  const at = word.indexOf('=')
  return at === -1 ? [word] : [word.slice(0, at), word.slice(at + 1)]
}

/** Returns the help text of a declaration. */
export function help(usage, declared) {
  const rows = Object.entries(declared).map(([name, { takes, help: text, default: value }]) => [
    '  --' + name + (takes ? ' ' + takes : ''),
    value === undefined ? text : text + ' (default: ' + value + ')',
  ])
  const left = Math.max(0, ...rows.map(([name]) => name.length))
  return ['usage: textkit ' + usage, ...rows.map(([name, text]) => name.padEnd(left) + '  ' + text), ''].join('\n')
}
`,
)
await write(
  'test/args.test.js',
  code`
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { help, parseArgs } from '../src/args.js'

const declared = {
  'max-width': { takes: 'N', help: 'columns', default: '80' },
  quiet: { help: 'print nothing' },
}

test('options can be before and after words', () => {
  assert.deepEqual(parseArgs(['a', '--max-width', '20', '--quiet', 'b'], declared), {
    options: { maxWidth: '20', quiet: true },
    words: ['a', 'b'],
  })
})

test('a value can follow an equals sign, and absent options have their defaults', () => {
  assert.equal(parseArgs(['--max-width=9'], declared).options.maxWidth, '9')
  assert.deepEqual(parseArgs([], declared).options, { maxWidth: '80', quiet: false })
})

test('after two hyphens, all arguments are words', () => {
  assert.deepEqual(parseArgs(['--', '--quiet'], declared).words, ['--quiet'])
})

test('an invalid option is refused with the reason', () => {
  assert.equal(parseArgs(['--loud'], declared).error, 'unknown option --loud')
  assert.equal(parseArgs(['--max-width'], declared).error, '--max-width needs N')
  assert.equal(parseArgs(['--quiet=1'], declared).error, '--quiet takes no value')
})

test('the help is aligned and contains the defaults', () => {
  assert.equal(
    help('wrap FILE', declared),
    'usage: textkit wrap FILE\n  --max-width N  columns (default: 80)\n  --quiet        print nothing\n',
  )
})
`,
)
await runTests('args')
await commit('Parse arguments and print help', 'src/args.js', 'test/args.test.js')
