import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { preparedHome } from '@coppice/persistence/testing'
import { CLAUDE_LINES, claudeLines, tempFolder, tempRepository } from '@coppice/testkit'
import { expect, test } from 'vitest'
import { runCli } from '../testing/run-cli.ts'
import { startServer } from '../testing/start-server.ts'

/** 1,000 × $1 + 200 × $5, each for a million: $0.002 for each session. */
const PROGRAM = claudeLines('claude-haiku-4-5', { inputTokens: 1_000, outputTokens: 200, costUsd: 0.0021 })
const ASKING_AGENT = fileURLToPath(
  new URL('../../../../packages/acp-host/src/fixtures/scripted-agent.ts', import.meta.url),
)

async function given(plan: object) {
  const file = join(tempFolder('plan'), 'plan.json')
  writeFileSync(file, JSON.stringify(plan))
  const repository = tempRepository({ [CLAUDE_LINES]: PROGRAM })
  const home = await preparedHome(tempFolder())
  const at = { cwd: repository.path, env: { COPPICE_HOME: home, NO_COLOR: '1' } }
  return { repository, home, at, run: ['run', '--plan', file, '--name', 'shop'] }
}

const paid = (keys: readonly string[]) => ({
  defaults: { agent: 'command', output: 'claude-stream-json', maxAttempts: 1 },
  epics: [
    {
      key: 'e',
      tasks: keys.map((key) => ({
        ...{ key, description: `Add ${key}` },
        run: `sh ${CLAUDE_LINES} ${key} && echo ${key} > ${key}.txt`,
      })),
    },
  ],
})

test('M2: without a terminal, a run whose budget is spent ends the command with exit code 5, which says how to raise it; after a raise, watch shows it to its end', async () => {
  const { repository, home, at, run } = await given(paid(['a', 'b', 'c']))

  const own = await runCli([...run, '--budget', '0.003'], at)
  expect(own).toMatchObject({
    exitCode: 5,
    stdout: expect.stringContaining('run paused: the budget of $0.0030 is spent'),
  })
  expect(own.stderr).toMatch(
    /Run 1 waits for you: .*coppice budget 1 AMOUNT\. This command was its server, so start one first: coppice serve\..* coppice watch 1\n$/,
  )

  await startServer(home)
  const json = await runCli([...run, '--json'], at)
  expect(json).toMatchObject({ exitCode: 5, stderr: expect.not.stringContaining('coppice serve') })
  const events = json.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(events).toContainEqual(expect.objectContaining({ runStatus: 'PAUSED', awaitsBudget: true, resumesAt: null }))
  expect(await runCli(['watch', '1'], at)).toMatchObject({ exitCode: 5, stderr: expect.stringContaining('AMOUNT') })

  expect(await runCli(['budget', '1', '5'], at)).toMatchObject({ exitCode: 0 })
  const last = await runCli(['watch', '1'], at)
  expect(last).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('run paused: the budget of $0.0030') })
  expect(repository.git('show', 'main:a.txt', 'main:b.txt', 'main:c.txt')).toBe('a\nb\nc')
})

test('M2: without a terminal, a spent budget of the day ends the command too, which says when the run continues', async () => {
  const { home, at, run } = await given(paid(['a', 'b', 'c']))
  await startServer(home)
  expect(await runCli([...run, '--task', 'a'], at)).toMatchObject({ exitCode: 0 })
  expect(await runCli(['budget', 'day', '0.003'], at)).toMatchObject({ exitCode: 0 })

  const { exitCode, stderr } = await runCli(run, at)
  expect(exitCode).toBe(5)
  expect(stderr).toMatch(/Run 2 waits for you: .* continues at 00:00 UTC on \d{4}-\d\d-\d\d\./)
})

test('without a terminal, a run in which only an agent that asks is left ends the command with exit code 5', async () => {
  const script = join(tempFolder(), 'script.json')
  const state = tempFolder()
  const path = '/elsewhere/file'
  writeFileSync(script, JSON.stringify({ turns: [[{ ask: { id: 'call-1', path } }, { run: 'echo a > a.txt' }]] }))
  const plan = {
    env: ['FIXTURE_SCRIPT', 'FIXTURE_STATE'],
    defaults: { agent: 'acp', command: [process.execPath, ASKING_AGENT], permissions: 'ask', maxAttempts: 1 },
    epics: [{ key: 'e', tasks: [{ key: 'asks', description: 'Ask' }] }],
  }
  const { home, at, run } = await given(plan)
  await startServer(home, { FIXTURE_SCRIPT: script, FIXTURE_STATE: state })

  const asked = await runCli(run, { ...at, env: { ...at.env, COPPICE_ANSWER_SECONDS: '1' } })
  expect(asked).toMatchObject({ exitCode: 5, stdout: expect.stringContaining('asks for permission') })
  expect(asked.stderr).toContain(
    'Run 1 waits for you: the agent of asks asks, and nothing else can start. To answer: coppice answer asks.',
  )
  expect(existsSync(join(state, 'told.jsonl'))).toBe(true)

  expect(await runCli(['answer', 'asks', '1'], at)).toMatchObject({ exitCode: 0 })
  expect(await runCli(['watch', '1'], at)).toMatchObject({ exitCode: 0 })
})
