import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { preparedHome } from '@coppice/persistence/testing'
import {
  fencedBlocks,
  type MessagesRequest,
  messagesServer,
  type Script,
  tempFolder,
  tempRepository,
} from '@coppice/testkit'
import { beforeAll, expect, it } from 'vitest'
import { checkout } from './checkout.ts'
import { claudeCode } from './claude-code.ts'
import { filesWith } from './files-with.ts'

/**
 * The API key of the agent. It does not look like a key. So Coppice redacts it only because the plan passes the variable with the key to
 * agents.
 */
const KEY = 'open-sesame-0123456789'
const PLAN = fencedBlocks('README.md', readFileSync(join(checkout, 'README.md'), 'utf8')).find(
  ({ language, text: plan }) => language === 'yaml' && plan.includes('claude -p'),
)?.text

let claude: string

beforeAll(async () => {
  claude = await claudeCode()
})

it('A2: Claude Code carries out the plan of the README, edits only its worktree, and its key is stored nowhere', async () => {
  const outside = join(tempFolder('outside'), 'outside.js')
  const results: unknown[] = []
  await using model = await messagesServer(writesSlugify(outside, (result) => results.push(result)))
  const user = await newUser(model.url)

  const { exitCode, stdout } = await user.coppice({ ANTHROPIC_API_KEY: KEY }, 'run')
  expect(exitCode, stdout).toBe(0)
  expect(user.repository.git('show', 'main:slugify.js')).toBe(SLUGIFY)
  expect(user.repository.git('log', '--format=%B', 'main')).toContain('slugify')
  expect(results).toEqual([
    expect.objectContaining({ is_error: true, content: expect.stringMatching(/permission/i) }),
    expect.objectContaining({ content: expect.stringContaining('slugify.js') }),
    expect.objectContaining({ is_error: false, content: expect.stringContaining('the tests say slugify') }),
    expect.objectContaining({ is_error: true, content: expect.stringMatching(/approval|permission/i) }),
  ])
  expect(existsSync(outside)).toBe(false)
  expect(new Set(model.received.map(({ key }) => key))).toEqual(new Set([KEY]))
  // The model and the tests of the project have printed the key, so the stored output would contain it without the redaction.
  expect(filesWith(user.home, `${SAID}: [redacted]`)).not.toEqual([])
  expect(filesWith(user.home, KEY)).toEqual([])
})

it('when Claude Code is not signed in, the task fails, and its output says why', async () => {
  await using model = await messagesServer(() => null)
  const user = await newUser(model.url)

  const { exitCode, stdout, stderr } = await user.coppice({}, 'run')
  expect(exitCode).not.toBe(0)
  expect(stderr).toContain('Agents start without ANTHROPIC_API_KEY')
  expect(stdout).toMatch(/Last lines of slugify.*\n {2}Not logged in/)
  expect(model.received.filter(({ route }) => route === 'POST /v1/messages')).toEqual([])
})

const SAID = 'slugify() is there, and npm test passes'
const SLUGIFY = "export const slugify = (text) => text.toLowerCase().replaceAll(' ', '-')"

/**
 * The script of the model: it tries to write outside of the worktree, writes the file, runs the tests, and tries a command that the plan does
 * not allow.
 */
function writesSlugify(outside: string, onResult: (result: unknown) => void): Script {
  const write = (file_path: string) =>
    ({ type: 'tool_use', name: 'Write', input: { file_path, content: `${SLUGIFY}\n` } }) as const
  return (request) => {
    const isWork =
      request.tools?.some(({ name }) => name === 'Write') && JSON.stringify(request.messages).includes('slugify')
    if (!isWork) return null
    const turn = request.messages.filter(({ role }) => role === 'assistant').length
    if (turn > 0) onResult(toolResult(request))
    const turns = [
      [write(outside)],
      [write('slugify.js')],
      [{ type: 'tool_use', name: 'Bash', input: { command: 'npm test' } }],
      [{ type: 'tool_use', name: 'Bash', input: { command: 'git push origin HEAD' } }],
    ] as const
    return turns[turn] ?? [{ type: 'text', text: `${SAID}: ${KEY}` }]
  }
}

const toolResult = ({ messages }: MessagesRequest): unknown => {
  const content = messages.at(-1)?.content ?? []
  return typeof content === 'string' ? content : content.find(({ type }) => type === 'tool_result')
}

/** Creates a user with Claude Code, a repository with the plan of the README, and a model at `modelUrl`. */
async function newUser(modelUrl: string) {
  const home = await preparedHome(tempFolder('data'))
  const userHome = tempFolder('user')
  mkdirSync(join(userHome, '.claude'))
  writeFileSync(join(userHome, '.claude/settings.json'), JSON.stringify({ env: { ANTHROPIC_BASE_URL: modelUrl } }))
  const repository = tempRepository({
    'coppice.plan.yaml': PLAN ?? '',
    'package.json': JSON.stringify({
      type: 'module',
      scripts: { test: 'echo the tests say slugify $ANTHROPIC_API_KEY' },
    }),
  })
  const env = {
    PATH: `${claude}${delimiter}${process.env.PATH}`,
    TMPDIR: process.env.TMPDIR,
    HOME: userHome,
    COPPICE_HOME: home,
  }
  async function coppice(more: Record<string, string>, ...args: string[]) {
    const child = spawn(join(checkout, 'bin/coppice'), args, {
      cwd: repository.path,
      env: { ...env, ...more },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const [[exitCode], stdout, stderr] = await Promise.all([
      once(child, 'close'),
      text(child.stdout),
      text(child.stderr),
    ])
    return { exitCode, stdout, stderr }
  }
  return { home, repository, coppice }
}
