import { delimiter } from 'node:path'
import { createSimulator, type ScriptInput } from '@coppice/messages-simulator'
import { tempFolder } from '@coppice/testkit'
import { beforeAll, expect, it, onTestFinished } from 'vitest'
import { claudeCode } from '../server/claude-code.ts'
import { KEY, tokensOf } from './anthropic/given-agents.ts'
import { engineUnderTest, finished, projectWith, startParallel } from './engine-under-test.ts'

let claude: string
beforeAll(async () => {
  claude = await claudeCode()
})

const COMMAND =
  'IS_SANDBOX=1 claude -p --output-format stream-json --verbose --permission-mode bypassPermissions < "$COPPICE_PROMPT_FILE"'
const QUIET = {
  CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
  CLAUDE_CODE_ENABLE_PROMPT_SUGGESTION: 'false',
  CLAUDE_CODE_DISABLE_AUTO_MEMORY: '1',
  CLAUDE_CODE_MAX_RETRIES: '0',
}

/** Runs one task for each script by the real Claude Code on a simulator, and returns the sessions with their facts. */
async function ran(scripts: Readonly<Record<string, ScriptInput>>, keys = [KEY]) {
  const simulator = await createSimulator({ scripts, seed: 1, keys })
  const environment = {
    ...process.env,
    ...QUIET,
    PATH: `${claude}${delimiter}${process.env.PATH}`,
    ANTHROPIC_BASE_URL: simulator.url,
    ANTHROPIC_API_KEY: KEY,
    // The settings and the shell profile of the person who runs the tests would change what Claude Code does.
    HOME: tempFolder('home'),
  }
  const under = await engineUnderTest('pglite', { environment })
  onTestFinished(() => under.close().then(() => simulator.close()))
  const tasks = Object.keys(scripts).map((key) => ({ key, description: key, action: `[[script:${key}]]` }))
  const { project, repository } = await projectWith(under, {
    env: [...Object.keys(QUIET), 'ANTHROPIC_BASE_URL', 'ANTHROPIC_API_KEY'],
    defaults: { agent: 'command', run: COMMAND, output: 'claude-stream-json', maxAttempts: 1 },
    epics: [{ key: 'e', tasks }],
  })
  const run = await startParallel(under, project)
  const { statuses, tasks: ended } = await finished(under, run.id)
  const sessions = await under.database.store.sessions(run.id)
  const facts = await Promise.all(sessions.map(({ id }) => under.facts(id)))
  return { simulator, repository, statuses, tasks: ended, sessions, facts: facts.flat() }
}

it('the lines of Claude Code become facts, and its tokens are those that the API counted', async () => {
  const steps = [
    {
      thinking: 'A file is missing.',
      text: 'I write it.',
      calls: [{ tool: 'write', input: { file_path: 'hello.txt', content: 'Hello\n' } }],
    },
    { calls: [{ tool: 'bash', input: { command: "git add -A && git commit -qm 'Add hello.txt'" } }] },
    { text: 'hello.txt is written and committed.' },
  ]
  const { simulator, repository, statuses, sessions, facts } = await ran({ hello: { steps } })
  expect(statuses).toEqual({ hello: 'COMPLETED' })
  expect(repository.git('show', 'main:hello.txt')).toBe('Hello')
  const [session] = sessions
  expect(session?.metrics).toMatchObject({ ...tokensOf(simulator.served), toolCallCount: 2 })
  expect(session?.conversationId).toMatch(/^[0-9a-f-]{36}$/)
  expect(facts.filter((fact) => fact.type === 'Printed')).toEqual([])
  expect(facts).toContainEqual(expect.objectContaining({ type: 'Thought', text: 'A file is missing.' }))
  expect(facts).toContainEqual(expect.objectContaining({ type: 'Said', text: 'hello.txt is written and committed.' }))
  const calls = facts.flatMap((fact) => (fact.type === 'ToolCalled' ? [fact.tool] : []))
  expect(calls).toEqual(['Write', 'Bash'])
})

it('S5: a wrong key is a failure of the configuration that says what to do', async () => {
  const { tasks, statuses } = await ran({ hello: { steps: [{ text: 'Hi.' }] } }, ['another-key'])
  expect(statuses).toEqual({ hello: 'FAILED' })
  expect(tasks[0]).toMatchObject({ attempts: 1, lastFailure: { class: 'configuration' } })
  expect(tasks[0]?.statusReason).toContain('set ANTHROPIC_API_KEY and name it in "env"')
})
