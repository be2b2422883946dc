import type { FaultInput, ScriptInput } from '@coppice/messages-simulator'
import { expect, it } from 'vitest'
import { finished, projectWith, startParallel } from '../engine-under-test.ts'
import { HeldClock } from '../held-clock.ts'
import { type Agents, givenAgents, holdOf, sessionsOf, writes } from './given-agents.ts'

const [LIGHT, STANDARD, STRONG] = ['claude-haiku-5-5', 'claude-sonnet-5-5', 'claude-opus-5-5']
const AFTER_FAILURE = 'What Went Wrong Before'
/** Verify refuses the work of `improves` in its first attempt. */
const VERIFY = 'test ! -e poor.txt'

/** A script whose first attempt does work that verify refuses. Later attempts do good work. */
const improves = (name: string): ScriptInput => ({
  steps: [
    { ...writes('poor'), unlessPromptHas: AFTER_FAILURE },
    { ...writes(name), onlyIfPromptHas: AFTER_FAILURE },
    { text: 'Done.' },
  ],
})
/** The same, for an agent that continues its conversation after the refusal. */
const corrects = (name: string): ScriptInput => ({
  steps: [
    writes('poor'),
    { text: 'Done.' },
    { calls: [{ tool: 'bash', input: { command: 'git rm -qf poor.txt' } }] },
    writes(name),
    { text: 'Done.' },
  ],
})
const works = (name: string, fault?: FaultInput): ScriptInput => ({
  steps: [writes(name), { text: 'Done.' }],
  ...(fault && { faults: [{ turn: 2, fault }] }),
})
const task = (key: string, description: string, more: object = {}) => ({
  ...{ key, description, action: `[[script:${key}]]` },
  ...more,
})
const planned = ({ under }: Agents, tasks: readonly object[], more: object = {}) =>
  projectWith(under, { verify: VERIFY, defaults: { agent: 'anthropic' }, epics: [{ key: 'e', tasks }], ...more })

/** Carries out the plan, and returns the models of the sessions by task, as they are stored and as the provider was asked for them. */
async function carriedOut(agents: Agents, project: Awaited<ReturnType<typeof planned>>['project']) {
  const { run, tasks } = await finished(agents.under, (await startParallel(agents.under, project)).id)
  const sessions = await sessionsOf(agents, run.id)
  const keyOf = (id: string) => tasks.find((one) => one.id === id)?.key ?? ''
  const models = (key: string) => sessions.filter((one) => keyOf(one.runTaskId) === key).map(({ model }) => model)
  const asked = (key: string) => [
    ...new Set(agents.simulator.served.filter(({ script }) => script === key).map(({ model }) => model)),
  ]
  return { run, tasks, sessions, models, asked }
}

it('M3: after work that was not good enough, the next attempt has a stronger model; a model of the plan is never replaced', async () => {
  const agents = await givenAgents({ free: improves('free'), pinned: corrects('pinned') })
  const tasks = [
    task('free', 'Add an endpoint'),
    task('pinned', 'Add a query', { model: LIGHT, dependsOn: [{ task: 'free', kind: 'soft' }] }),
  ]
  const { project } = await planned(agents, tasks)
  const foretold = await agents.under.engine.read.modelChoices(project.id)
  const { models, asked, ...ended } = await carriedOut(agents, project)
  expect(ended.tasks).toMatchObject([
    { status: 'COMPLETED', attempts: 2, qualityFailures: 1 },
    { status: 'COMPLETED', attempts: 2, qualityFailures: 1 },
  ])
  expect([models('free'), asked('free')]).toEqual([
    [STANDARD, STRONG],
    [STANDARD, STRONG],
  ])
  expect([models('pinned'), asked('pinned')]).toEqual([[LIGHT, LIGHT], [LIGHT]])
  const [first, second] = ended.sessions.map(({ choice }) => choice)
  expect(first).toEqual(foretold.get(ended.tasks[0]?.taskId ?? ''))
  expect(first).toMatchObject({ by: 'tier', domain: 'api', reason: expect.stringContaining('domain api (endpoint)') })
  expect(second?.reason).toMatch(/1 earlier attempt was not good enough, so the tier is strong instead of standard\.$/)
  expect(second?.alternatives.map(({ model }) => model)).toEqual([LIGHT, STANDARD])
  expect(ended.sessions.at(-1)?.choice?.reason).toContain('a model that the plan names is never replaced')
  expect(await agents.under.database.store.modelResults(project.id)).toMatchObject([
    { model: LIGHT, domain: 'database', samples: 1, merged: 0 },
    { model: STANDARD, domain: 'api', samples: 1, merged: 0 },
  ])
})

it('M3: after a limit of the provider, the next attempt has the same model', async () => {
  const overloaded = { kind: 'status', status: 529, retryAfterSeconds: 36_000 } as const
  const clock = new HeldClock()
  const agents = await givenAgents({ a: works('a', overloaded) }, {}, { clock })
  const { project } = await planned(agents, [task('a', 'Add an endpoint', { maxAttempts: 1 })])
  const [{ models, tasks, sessions }] = await Promise.all([
    carriedOut(agents, project),
    holdOf(agents).then((end) => clock.moveTo(end)),
  ])
  expect(tasks).toMatchObject([{ status: 'COMPLETED', attempts: 2, countedAttempts: 0, qualityFailures: 0 }])
  expect(sessions[0]?.error).toContain('529')
  expect(models('a')).toEqual([STANDARD, STANDARD])
  expect(await agents.under.database.store.modelResults(project.id)).toMatchObject([{ samples: 1, merged: 1 }])
})

it('M3: without a model, the policy of the plan decides, and then how hard the task is', async () => {
  const keys = ['urgent', 'secure', 'chore', 'easy', 'hard']
  const agents = await givenAgents(Object.fromEntries(keys.map((key) => [key, works(key)])))
  const tasks = [
    task('urgent', 'Fix a typo', { priority: 1 }),
    task('secure', 'Add OAuth'),
    task('chore', 'Redesign the distributed scheduler', { labels: ['chores'] }),
    task('easy', 'Fix a typo'),
    task('hard', 'Fix the race condition in the scheduler'),
  ]
  const models = {
    tiers: { anthropic: { light: 'claude-haiku-4-5' } },
    policy: [
      { priority: 1, model: 'strong' },
      { domain: 'security', model: 'claude-opus-5' },
      { label: 'chores', model: 'light' },
    ],
  }
  const { project } = await planned(agents, tasks, { models })
  const { models: modelsOf, sessions, ...ended } = await carriedOut(agents, project)
  expect(ended.tasks.map(({ status }) => status)).toEqual(keys.map(() => 'COMPLETED'))
  expect(Object.fromEntries(keys.map((key) => [key, modelsOf(key)]))).toEqual({
    urgent: [STRONG],
    secure: ['claude-opus-5'],
    chore: ['claude-haiku-4-5'],
    easy: ['claude-haiku-4-5'],
    hard: [STRONG],
  })
  const by = sessions.map(({ choice }) => choice?.by)
  expect(by.toSorted()).toEqual(['policy', 'policy', 'policy', 'tier', 'tier'])
  for (const { choice, model, domain, qualityFailures } of sessions) {
    expect(choice).toMatchObject({ model, domain, qualityFailures })
    expect(choice?.reason).not.toBe('')
  }
})
