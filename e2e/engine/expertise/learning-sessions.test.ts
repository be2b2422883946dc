import type { ScriptInput } from '@coppice/messages-simulator'
import { until } from '@coppice/testkit'
import { expect, it } from 'vitest'
import { type Agents, givenAgents, hostOf, sessionsOf } from '../anthropic/given-agents.ts'
import { finished, projectWith } from '../engine-under-test.ts'

/** Only the prompt of a LEARNING session has this text. */
const TOOL = 'record_lessons'
const FILES = { 'src/a.txt': 'a\n', 'check.sh': 'true\n' }

const bash = (command: string): ScriptInput['steps'][number] => ({
  calls: [{ tool: 'bash', input: { command } }],
  unlessPromptHas: TOOL,
})
const lesson = (text: string, evidence: string, fields: object = {}) => ({
  ...{ domain: 'frontend', kind: 'CONVENTION', text, files: [], evidence: [evidence] },
  ...fields,
})

/** A task that is done, and what a model says about it. */
const scriptOf = (learns: ScriptInput['steps'][number]): ScriptInput => ({
  steps: [
    bash('sh check.sh && echo b >> src/a.txt && git commit -qam "Change a"'),
    { text: 'Done.', unlessPromptHas: TOOL },
    { ...learns, onlyIfPromptHas: TOOL },
  ],
})

const LEARNS = {
  calls: [
    {
      tool: TOOL,
      input: {
        lessons: [
          lesson('Buttons are written with a capital letter.', 'src/a.txt', { files: ['src/a.txt', 'src/none.txt'] }),
          lesson('Work in this domain changes `src/a.txt`.', 'session 1', {
            domain: 'testing',
            kind: 'FILE',
            files: ['src/a.txt'],
          }),
          lesson('This was invented.', 'session 99'),
        ],
      },
    },
  ],
}

/** Starts a run of one task in a project whose model learns. */
async function started(agents: Agents, budgetUsd: number | null = null) {
  const { under } = agents
  const { project, repository } = await projectWith(
    under,
    {
      expertise: { use: 'always', learn: 'model', model: 'claude-haiku-4-5' },
      verify: 'grep -q a src/a.txt',
      defaults: { agent: 'anthropic', model: 'claude-haiku-4-5', maxAttempts: 1 },
      epics: [{ key: 'e', tasks: [{ key: 'a', description: 'Write the unit tests', action: '[[script:a]]' }] }],
    },
    FILES,
  )
  const { id } = await under.engine.startParallel({ projectId: project.id, budgetUsd })
  return { project, repository, id }
}

const kindsOf = async (agents: Agents, runId: string) =>
  (await sessionsOf(agents, runId)).map(({ kind, status }) => `${kind} ${status}`)

it('E2, M2: a model reads the merged session in one request, its lessons are checked, and it costs and changes nothing else', async () => {
  const agents = await givenAgents({ a: scriptOf(LEARNS) })
  const { project, repository, id } = await started(agents)
  const { run, tasks } = await finished(agents.under, id)
  expect(run.status).toBe('COMPLETED')
  const [work, learner, ...more] = await sessionsOf(agents, id)
  expect(more).toEqual([])
  expect(work).toMatchObject({ kind: 'WORK', status: 'COMPLETED' })
  expect(learner).toMatchObject({
    ...{
      kind: 'LEARNING',
      status: 'COMPLETED',
      agent: 'anthropic',
      model: 'claude-haiku-4-5',
      error: null,
      claim: null,
    },
    ...{ expertise: { given: 'OFF', entries: [] }, tipCommit: tasks[0]?.commit },
  })
  expect(learner?.metrics.costMicroUsd).toBeGreaterThan(0)
  expect(learner?.prompt).toContain('ran `sh check.sh && echo b >> src/a.txt')
  expect(agents.simulator.served).toHaveLength(3)
  expect(agents.simulator.served.at(-1)).toMatchObject({ status: 200 })

  const entries = await agents.under.database.store.expertise(project.id)
  const [capital, ...others] = entries.filter(({ domain }) => domain === 'frontend')
  expect(others).toEqual([])
  expect(capital).toMatchObject({
    ...{ text: 'Buttons are written with a capital letter.', kind: 'CONVENTION', paths: ['src/a.txt'], found: 1 },
    evidence: [{ session: 1, taskKey: 'a', commit: work?.tipCommit, learner: 2 }],
  })
  // A rule and the model have found the same in one session.
  const changed = entries.filter(({ text }) => text === 'Work in this domain changes `src/a.txt`.')
  expect(changed).toMatchObject([{ domain: 'testing', found: 1, evidence: [{ session: 1 }] }])
  expect(learner?.shown?.lessons).toHaveLength(2)
  expect(repository.git('log', '--format=%s', '--first-parent', 'main').split('\n')).toHaveLength(2)
  expect(repository.git('branch', '--list', 'coppice/work/*')).toBe('')
})

it('R1: after kill -9 of the host of a LEARNING session, nothing is bought or learned twice, and the run ends well', async () => {
  const agents = await givenAgents({ a: scriptOf({ ...LEARNS, pace: { firstTokenMs: 600_000 } }) })
  const { project, id } = await started(agents)
  const session = await until('the request of the model that learns', async () => {
    const sessions = await sessionsOf(agents, id)
    return agents.simulator.served.length === 3 ? sessions.find(({ kind }) => kind === 'LEARNING') : null
  })
  process.kill(hostOf(session.id) ?? 0, 'SIGKILL')
  const { run, statuses } = await finished(agents.under, id)
  expect(run).toMatchObject({ status: 'COMPLETED', deliveryStatus: 'DELIVERED' })
  expect(statuses).toEqual({ a: 'COMPLETED' })
  expect(await kindsOf(agents, id)).toEqual(['WORK COMPLETED', 'LEARNING ERROR'])
  expect(agents.simulator.served).toHaveLength(3)
  const entries = await agents.under.database.store.expertise(project.id)
  expect(entries.map(({ found }) => found)).toEqual(entries.map(() => 1))
  expect(entries.filter(({ domain }) => domain === 'frontend')).toEqual([])
})

it('C2: a cancel ends a LEARNING session at once, and the merged task stays as it is', async () => {
  const agents = await givenAgents({ a: scriptOf({ ...LEARNS, pace: { firstTokenMs: 600_000 } }) })
  const { id } = await started(agents)
  await until('the request of the model that learns', async () => agents.simulator.served.length === 3)
  await agents.under.engine.cancel({ runId: id })
  const { run, statuses } = await finished(agents.under, id)
  expect(run.status).toBe('CANCELLED')
  expect(statuses).toEqual({ a: 'COMPLETED' })
  expect(await kindsOf(agents, id)).toEqual(['WORK COMPLETED', 'LEARNING CANCELLED'])
})

it('M2: with too little money left no model learns, people are told once, and the run ends as usual', async () => {
  const agents = await givenAgents({ a: scriptOf(LEARNS) })
  const { project, id } = await started(agents, 0.03)
  const { run } = await finished(agents.under, id)
  expect(run.status).toBe('COMPLETED')
  expect(await kindsOf(agents, id)).toEqual(['WORK COMPLETED'])
  const events = await agents.under.database.store.events(id, 0, 1_000)
  const told = events.filter(({ data }) =>
    JSON.stringify(data).includes('no model reads the sessions of 1 completed task'),
  )
  expect(told).toHaveLength(1)
  expect((await agents.under.database.store.expertise(project.id)).map(({ text }) => text)).toContain(
    'Work in this domain changes `src/a.txt`.',
  )
})
