import type { ScriptInput } from '@coppice/messages-simulator'
import { testWhere, until } from '@coppice/testkit'
import { expect, it } from 'vitest'
import { sessionsOf, writes } from '../anthropic/given-agents.ts'
import { projectWith, startParallel } from '../engine-under-test.ts'
import { reportsOf } from '../task-tools/reports-of.ts'
import { CLAUDE_CODE, givenAcp } from './given-acp.ts'
import { installAgent } from './installed-agents.ts'

const REFUSED = 'Your work was refused'
const bash = (command: string) => ({ text: 'I work.', calls: [{ tool: 'bash', input: { command } }] })
const always = (status: 401 | 404 | 429 | 529, more: object = {}): ScriptInput => ({
  steps: [{ text: 'Never.' }],
  faults: [{ times: 'always', fault: { kind: 'status', status, ...more } }],
})

const SCRIPTS: Readonly<Record<string, ScriptInput>> = {
  key: always(401, { message: 'invalid x-api-key' }),
  model: always(404, { message: 'model: claude-unknown' }),
  limit: always(429, { retryAfterSeconds: 600 }),
  outage: always(529),
  turns: { steps: [bash('touch 1'), bash('touch 2'), bash('touch 3'), { text: 'Done.' }] },
  tools: {
    steps: [
      { text: 'I ask.', calls: [{ tool: 'get_task' }] },
      { text: 'I tell.', calls: [{ tool: 'log_issue', input: { title: 'The docs are old' } }] },
      writes('tools'),
      { text: 'I am done.', calls: [{ tool: 'update_task_status', input: { status: 'done', note: 'It is there' } }] },
      { text: 'Done.' },
    ],
  },
  refused: {
    steps: [
      { unlessPromptHas: REFUSED, ...bash('echo wrong > same.txt && git add -A && git commit -qm wrong') },
      { unlessPromptHas: REFUSED, text: 'Done.' },
      { onlyIfPromptHas: REFUSED, ...bash('echo right > same.txt && git add -A && git commit -qm right') },
      { onlyIfPromptHas: REFUSED, text: 'Corrected.' },
    ],
  },
}

const lack = await installAgent(CLAUDE_CODE.preset)

testWhere(it, lack === null, lack ?? '')(
  'claude-code: S5, S6, D3: each fault of the provider ends in its class; a limit ends the turn; task tools work; refused work is continued',
  { timeout: 900_000 },
  async () => {
    // Claude Code repeats a request ten times, with long waits.
    const agents = await givenAcp(SCRIPTS, {}, { CLAUDE_CODE_MAX_RETRIES: '0' })
    const task = (key: string, more: object = {}) => ({
      key,
      description: `Add ${key} [[script:${key}]]`,
      ...more,
    })
    const { project, repository } = await projectWith(agents.under, {
      env: ['CLAUDE_CODE_MAX_RETRIES'],
      verify: '! grep wrong *.txt',
      defaults: { agent: 'acp', ...CLAUDE_CODE, maxAttempts: 3 },
      epics: [
        {
          key: 'e',
          tasks: [
            ...[
              task('refused'),
              task('tools'),
              task('turns', { maxTurns: 2, maxAttempts: 1 }),
              task('key'),
              task('model'),
            ],
            // A hold applies to a provider, so each of these has one of its own.
            ...[task('limit', { provider: 'one' }), task('outage', { provider: 'two' })],
          ],
        },
      ],
    })
    const { id } = await startParallel(agents.under, project, 3)
    const tasks = await until('the end of every session', async () => {
      const all = await agents.under.database.store.runTasks(id)
      return all.every(
        ({ status, scheduledFor }) => status === 'COMPLETED' || status === 'FAILED' || scheduledFor !== null,
      )
        ? new Map(all.map((one) => [one.key, one]))
        : null
    })
    const reason = (text: string) => expect.stringContaining(text)
    expect(tasks.get('key')).toMatchObject({ status: 'FAILED', attempts: 1, lastFailure: { class: 'configuration' } })
    expect(tasks.get('key')?.statusReason).toMatch(/not signed in, or its key was refused.*To sign in, /)
    expect(tasks.get('model')).toMatchObject({ status: 'FAILED', attempts: 1, lastFailure: { class: 'configuration' } })
    expect(tasks.get('model')?.statusReason).toMatch(/has no model claude-haiku-4-5.*Change "model" in the plan/)
    for (const key of ['limit', 'outage'])
      expect(tasks.get(key)).toMatchObject({
        status: 'PENDING',
        countedAttempts: 0,
        statusReason: reason('provider limit: '),
      })
    expect(tasks.get('turns')).toMatchObject({
      status: 'FAILED',
      statusReason: 'the agent used its 2 turns (maxTurns)',
    })
    expect(tasks.get('tools')).toMatchObject({ status: 'COMPLETED', attempts: 1 })
    expect(await reportsOf(agents.under, id)).toEqual(
      expect.arrayContaining([reason('tools issue The docs are old'), 'tools claims done: It is there']),
    )
    expect(tasks.get('refused')).toMatchObject({ status: 'COMPLETED', attempts: 2, countedAttempts: 1 })
    const branch = (await agents.under.database.store.run(id))?.branch
    expect(repository.git('show', `${branch}:same.txt`)).toBe('right')
    const [first, second] = (await sessionsOf(agents, id)).filter(
      ({ runTaskId }) => runTaskId === tasks.get('refused')?.id,
    )
    expect(second).toMatchObject({ conversationId: first?.conversationId, startCommit: first?.tipCommit })
    await agents.under.engine.cancel({ runId: id })
  },
)
