import { describe, expect, it } from 'vitest'
import type { SessionFact } from '../../domain/session-facts.ts'
import { hidesFailure, projectCommand } from './commands.ts'
import { type FinishedSession, lessonsOf, pathInRepository } from './lessons-of.ts'
import { Observations } from './observations.ts'

let calls = 0
/** Returns the facts of a call and its result. */
function call(tool: string, text: string, output = '', isError = false): SessionFact[] {
  const callId = `call-${++calls}`
  return [
    { type: 'ToolCalled', callId, tool, text },
    { type: 'ToolAnswered', callId, isError, text: output },
  ]
}

const ran = (command: string) => call('bash', command)
const failed = (command: string, output: string) => call('Bash', JSON.stringify({ command }), output, true)
const edited = (path: string) => call('edit', JSON.stringify({ file_path: path }))
const read = (path: string) => call('read', JSON.stringify({ file_path: path }))

function lessons(facts: readonly SessionFact[], more: Partial<FinishedSession> = {}) {
  const observations = new Observations()
  // Facts come in pages, so a call and its result may be in two of them.
  for (const fact of facts) observations.add([fact])
  const nothing = { changedFiles: [], existedBefore: [], existsAfter: [], worktreePath: '/w', messages: [] }
  return lessonsOf({ ...nothing, actions: observations.actions, ...more })
}

const texts = (...input: Parameters<typeof lessons>) => lessons(...input).map(({ text }) => text)

describe('E2: the lessons of a session', () => {
  it('a failure has the cure that made the same command succeed', () => {
    const facts = [
      ...failed('npm test 2>&1 | tail -20', 'x\nError: Cannot find module "./generated"\n1 failed'),
      ...ran('npm run generate'),
      ...ran('cd /w && npm test'),
    ]
    expect(lessons(facts)).toEqual([
      {
        kind: 'CURE',
        text: 'When `npm test` fails with “Error: Cannot find module "./generated"”: run `npm run generate`.',
        paths: [],
      },
      { kind: 'COMMAND', text: '`npm test` works.', paths: [] },
      { kind: 'COMMAND', text: '`npm run generate` works.', paths: [] },
    ])
  })

  it('a cure names the files that the session changed, and no file outside of the worktree', () => {
    const facts = [
      ...failed('make', 'missing separator'),
      ...edited('/w/Makefile'),
      ...edited('/tmp/notes'),
      ...ran('make'),
    ]
    const [cure] = lessons(facts, { changedFiles: ['Makefile'] })
    expect(cure).toEqual({
      kind: 'CURE',
      text: 'When `make` fails with “missing separator”: change `Makefile`.',
      paths: ['Makefile'],
    })
  })

  it('only what follows the last failure can be the cure, and a cure of many steps is none', () => {
    const facts = [
      ...failed('make', 'a'),
      ...ran('make deps'),
      ...failed('make', 'b'),
      ...ran('make gen'),
      ...ran('make'),
    ]
    expect(texts(facts)[0]).toBe('When `make` fails with “b”: run `make gen`.')
    const steps = ['a', 'b', 'c', 'd'].flatMap((name) => ran(`make ${name}`))
    expect(lessons([...failed('make', 'x'), ...steps, ...ran('make')]).map(({ kind }) => kind)).not.toContain('CURE')
  })

  it.each([
    'sed -i s/a/b/ Makefile',
    'cat > gen.mk <<EOF\nall:\nEOF',
    'echo "all:" >> gen.mk',
    'git checkout HEAD~1 -- Makefile',
    'cp a.mk Makefile',
    `echo ${'x'.repeat(500)}`,
  ])('a cure is unknown when %j may be a part of it', (hidden) => {
    const facts = [...failed('make', 'x'), ...ran(hidden), ...ran('make gen'), ...ran('make')]
    expect(texts(facts)).toContain('`make` works.')
    expect(lessons(facts).map(({ kind }) => kind)).not.toContain('CURE')
  })

  it.each([
    "grep -n '->' Makefile",
    'cat Makefile 2>&1',
    'ls -la > /dev/null',
    'git diff --stat',
    'sed -n 1,20p Makefile',
  ])('%j is no part of a cure', (look) => {
    const facts = [...failed('make', 'x'), ...ran(look), ...ran('make gen'), ...ran('make')]
    expect(texts(facts)[0]).toBe('When `make` fails with “x”: run `make gen`.')
  })

  it('a cure is unknown when the agent changed a file that its commit does not have, or names no file', () => {
    const cured = (...between: ReturnType<typeof ran>) =>
      lessons([...failed('make', 'x'), ...between, ...ran('make gen'), ...ran('make')]).map(({ kind }) => kind)
    expect(cured()).toContain('CURE')
    expect(cured(...edited('/w/.env'))).not.toContain('CURE')
    expect(cured(...call('edit', 'Editing files'))).not.toContain('CURE')
  })

  it('a command works only when its last run succeeded', () => {
    expect(texts([...ran('make'), ...failed('make', 'x')])).toEqual([])
  })

  it.each(['make 2>&1 | tail -20', 'make || true', 'make; echo done'])('the success of %j is unknown', (hidden) => {
    expect(texts(ran(hidden))).toEqual([])
    expect(texts([...failed('make', 'x'), ...ran('make gen'), ...ran(hidden)])).toEqual(['`make gen` works.'])
    const known = [...failed('make', 'x'), ...ran('make gen'), ...ran(hidden), ...ran('make')]
    expect(texts(known)[0]).toContain('When `make` fails with “x”: run `make gen`')
  })

  it('a failure through a pipe counts', () => {
    expect(texts([...ran('make'), ...failed('make | tail -5', 'x')])).toEqual([])
  })

  it('files that the session changed matter when they existed before, and files that it read twice', () => {
    const facts = [
      ...read('docs//api.md'),
      ...read('/w/src/../docs/api.md'),
      ...read('README.md'),
      ...edited('src/a.js'),
    ]
    const session = {
      changedFiles: ['src/a.js', 'src/new.js', 'src/deleted.js', 'package-lock.json', 'AGENTS.md'],
      existedBefore: ['src/a.js', 'src/deleted.js', 'package-lock.json', 'AGENTS.md'],
      existsAfter: ['docs/api.md', 'README.md', 'src/a.js', 'src/new.js', 'package-lock.json', 'AGENTS.md'],
    }
    const ignored = [...read('.env'), ...read('/w/.env'), ...read('../other/a.md'), ...read('../other/a.md')]
    expect(texts([...ignored, ...facts], session)).toEqual([
      'Work in this domain changes `src/a.js`.',
      'Work in this domain needs what `docs/api.md` says.',
    ])
  })

  it('the folder of a command is that of its call, and a lesson names no worktree', () => {
    const inFolder = (cwd: string) => call('exec', JSON.stringify({ command: ['npm', 'test'], cwd }))
    expect(texts([...inFolder('/w'), ...inFolder('/w/app')])).toEqual([
      '`npm test` works.',
      '`cd app && npm test` works.',
    ])
    const facts = [...failed('make', 'Error: /w/a.c is missing'), ...ran('make gen'), ...ran('make')]
    expect(texts(facts)[0]).toBe('When `make` fails with “Error: a.c is missing”: run `make gen`.')
    expect(texts(ran('node /trees/p/run-3/slot-2/a.js'))).toEqual([])
  })

  it('a message of a person is a convention', () => {
    expect(lessons([], { messages: ['Use tabs,\n  please.', ''] })).toEqual([
      { kind: 'CONVENTION', text: 'A person said: Use tabs, please.', paths: [] },
    ])
  })

  it('the result of an edit that failed teaches nothing', () => {
    const facts = call('edit', JSON.stringify({ file_path: 'src/a.js' }), 'not found', true)
    expect(lessons([...facts, ...facts])).toEqual([])
  })
})

it.each([
  ['cd app && npm test', 'cd app && npm test'],
  ['cd ./app/; npm test', 'cd app && npm test'],
  ['cd /w/app && npm test', 'cd app && npm test'],
  ['cd "/w" && npm test', 'npm test'],
  ['cd /w/ && cd app && npm test', 'cd app && npm test'],
  ['cd . && npm test', 'npm test'],
  ['node /w/scripts/a.js --in=/w/b --root /w', 'node scripts/a.js --in=b --root .'],
  ['node /w2/a.js /x/w/b', 'node /w2/a.js /x/w/b'],
  ['npm test 2>&1 | tail -5', 'npm test'],
  ['CI=1 npm test', 'CI=1 npm test'],
  ['ls -la && cat a', null],
  ['git add -A && git commit -m x', null],
  ['cat > a <<EOF\nx\nEOF', null],
  ['', null],
])('projectCommand(%j) is %j', (written, command) => {
  expect(projectCommand(written, '/w')).toBe(command)
})

it.each([
  ['npm test 2>&1 | tail -5', true],
  ['npm test | grep failed', true],
  ['npm test || true', true],
  ['test -d node_modules || npm install', true],
  ['npm test; echo $?', true],
  ['npm start &', true],
  ['! npm test', true],
  ['bash -lc "npm test | head"', true],
  ['npm test', false],
  ['npm test 2>&1', false],
  ['npm test &> log', false],
  ['npm install && npm test;', false],
  ['cd app; CI=1 npm test', false],
  ['CI=1; npm test', false],
  ['cat a.sql | psql', false],
  ['node -e "a; b | c"', false],
  ['set -o pipefail; npm test | tail', false],
])('hidesFailure(%j) is %j', (written, hides) => {
  expect(hidesFailure(written)).toBe(hides)
})

it.each([
  ['./src/a.js', 'src/a.js'],
  ['src/./x/../a.js', 'src/a.js'],
  ['/w//src/a.js', 'src/a.js'],
  ['..a/b', '..a/b'],
  ['/w', null],
  ['.', null],
  ['/w/../other/a.js', null],
  ['../other/secret.md', null],
  ['src/../../x', null],
  ['~/.aws/config', null],
  ['/etc/passwd', null],
  ['a\nb', null],
])('pathInRepository(%j) is %j', (path, relative) => {
  expect(pathInRepository(path, '/w')).toBe(relative)
})
