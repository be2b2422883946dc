import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { preparedHome } from '@coppice/persistence/testing'
import { type CheckoutServer, fencedBlocks, startFromCheckout, tempFolder } from '@coppice/testkit'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { checkout } from './checkout.ts'
import { type NotRun, sortSnippets } from './snippets.ts'
import { usersPath } from './users-path.ts'

const NOT_RUN: readonly NotRun[] = [
  {
    file: 'README.md',
    begins: 'npm start   # installs what is missing, builds, runs two sample projects, prints a sign-in link',
    reason: 'npm start runs until Ctrl-C, and start.test.ts runs it; npm test would run this test within this test',
  },
  {
    file: 'docs/agents.md',
    begins: 'coppice init --agent claude-code   # writes `agent: acp` and `preset: claude-code` into coppice.plan.yaml',
    reason: 'it needs a person who has signed in; e2e/engine/acp runs the real Claude Code with a simulator',
  },
  {
    file: 'docs/agents.md',
    begins: 'export ANTHROPIC_API_KEY=sk-ant-…',
    reason: 'it needs a key; init.test.ts types the same commands, with a simulator in place of the provider',
  },
  {
    file: 'docs/costs.md',
    begins: '{',
    reason: 'own-prices.test.ts reads it as the prices of a user',
  },
  {
    file: 'docs/expertise.md',
    begins: '## testing',
    reason: 'markdown.test.ts of the engine reads it',
  },
]

// An ADR describes the past, so its commands are not tested.
const FILES = ['README.md', ...globSync('docs/**/*.md', { cwd: checkout, exclude: ['docs/adr/**'] }).sort()]
const blocks = FILES.flatMap((file) => fencedBlocks(file, readFileSync(join(checkout, file), 'utf8')))
const { sessions, plans, unaccounted } = sortSnippets(blocks, NOT_RUN)

it('every code block of the documentation is run by a test, or listed here with a reason', () => {
  expect(unaccounted).toEqual([])
  expect([...sessions.keys()]).toEqual(['README.md', 'docs/client/README.md'])
})

it.each(plans)('$plan.file:$plan.line: the output of coppice plan check is as documented', async (documented) => {
  const cwd = tempFolder()
  writeFileSync(join(cwd, 'coppice.plan.yaml'), documented.plan.text)
  const program = join(checkout, 'bin/coppice')
  const { exitCode, stderr } = await ended(
    spawn(program, ['plan', 'check', 'coppice.plan.yaml'], { cwd, stdio: ['ignore', 'pipe', 'pipe'] }),
  )
  const { refusal } = documented
  const problems = stderr.replace(/\n\d+ mistakes?\n$/, '')
  expect({ exitCode, problems }).toEqual({ exitCode: refusal ? 2 : 0, problems: refusal?.text ?? '' })
})

let server: CheckoutServer

beforeAll(async () => {
  const home = await preparedHome(tempFolder())
  server = await startFromCheckout({ checkout, home, command: ['bin/coppice', 'serve', '--no-console'] })
})
afterAll(async () => {
  await server?.stop()
})

it.each([
  ['README.md', 'hello'],
  ['docs/client/README.md', 'my-repository'],
])('the commands of %s lead to a completed run', async (file, repository) => {
  const home = tempFolder('newcomer')
  const { exitCode, stdout, stderr } = await typeIn(file, home)
  expect({ exitCode, stdout, stderr }).toMatchObject({ exitCode: 0 })
  expect(stdout).not.toMatch(/"errors"|"code"|"problems"/)
  expect(stdout).toMatch(/\{"__typename":"RunFinished","sequence":\d+,"runStatus":"COMPLETED"\}\n$/)
  expect(stderr).toMatch(/The token \S+ is revoked/)
  expect(readFileSync(join(home, repository, 'sentence.txt'), 'utf8')).toBe('Hello!\nWorld!\n')
})

/** Runs all shell commands of a file in one shell, which stops at the first failure. On stderr, it prints the name of each block first. */
function typeIn(file: string, home: string) {
  const typed = sessions.get(file) ?? []
  const script = typed.map(({ line, text }) => `echo ${file}:${line} >&2\n${text}`).join('\n')
  const env = { PATH: usersPath(), HOME: home, COPPICE_HOME: server.home, COPPICE_URL: server.url }
  const shell = spawn('sh', ['-ec', script], { cwd: checkout, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  // Kill a command that has not ended when the test ends, such as a client that waits for a server.
  onTestFinished(() => {
    if (shell.exitCode === null && shell.pid) process.kill(-shell.pid, 'SIGKILL')
  })
  return ended(shell)
}

async function ended(child: ChildProcessByStdio<null, Readable, Readable>) {
  const [[exitCode], stdout, stderr] = await Promise.all([once(child, 'close'), text(child.stdout), text(child.stderr)])
  return { exitCode, stdout, stderr }
}
