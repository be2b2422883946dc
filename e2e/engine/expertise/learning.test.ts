import { anthropicScripts } from '@coppice/anthropic-host'
import { createSimulator } from '@coppice/messages-simulator'
import { expect, it } from 'vitest'
import { givenAgents, KEY, sessionsOf } from '../anthropic/given-agents.ts'
import { type EngineUnderTest, engineUnderTest, finished, projectWith, startParallel } from '../engine-under-test.ts'

const FILES = {
  'check.sh': 'test -f generated.txt || { echo "Error: generated.txt is missing" >&2; exit 1; }\n',
  'generate.sh': 'echo generated > generated.txt\n',
  '.gitignore': 'generated.txt\n',
  'src/a.txt': 'a\n',
}
const CURE = 'When `sh check.sh` fails with “Error: generated.txt is missing”: run `sh generate.sh`.'

const bash = (command: string) => ({ calls: [{ tool: 'bash', input: { command } }] })

const SCRIPTS = {
  learns: {
    steps: [
      { calls: [{ tool: 'read', input: { file_path: 'src/a.txt' } }] },
      bash('sh check.sh'),
      bash('sh generate.sh'),
      bash('sh check.sh'),
      // Git ignores this file, so the next session has no such file.
      { calls: [{ tool: 'read', input: { file_path: 'generated.txt' } }] },
      { calls: [{ tool: 'read', input: { file_path: 'generated.txt' } }] },
      bash('echo b >> src/a.txt && git commit -qam "Change a"'),
      { text: 'Done.' },
    ],
  },
  fails: { steps: [bash('sh check.sh'), bash('sh generate.sh'), bash('sh check.sh'), { text: 'Done.' }] },
}

const planOf = (script: keyof typeof SCRIPTS, more: object = {}) => ({
  ...more,
  defaults: { agent: 'anthropic', model: 'claude-haiku-4-5', maxAttempts: 1 },
  epics: [{ key: 'e', tasks: [{ key: script, description: 'Write the unit tests', action: `[[script:${script}]]` }] }],
})

const runPlan = async (under: EngineUnderTest, projectId: string, plan: object) => {
  await under.engine.importPlan({ projectId, source: JSON.stringify(plan) })
  const project = await under.database.store.project(projectId)
  if (!project) throw new Error('the project is gone')
  return finished(under, (await startParallel(under, project)).id)
}

it('E2: what a session learned is in the next prompt of its domain, with where it comes from, and stored with that session', async () => {
  const agents = await givenAgents(SCRIPTS)
  const { under } = agents
  const { project } = await projectWith(under, planOf('learns', { expertise: 'always' }), FILES)
  const first = await finished(under, (await startParallel(under, project)).id)
  const entries = await under.database.store.expertise(project.id)
  expect(entries.map(({ text }) => text)).toEqual([
    '`sh check.sh` works.',
    '`sh generate.sh` works.',
    CURE,
    'Work in this domain changes `src/a.txt`.',
  ])
  expect(entries.every(({ domain, found, uses }) => domain === 'testing' && found === 1 && uses === 0)).toBe(true)
  const [session] = await sessionsOf(agents, first.run.id)
  expect(session?.expertise).toEqual({ domain: 'testing', given: 'GIVEN', entries: [] })
  expect(session?.prompt).toContain('There are no notes for this task.')

  const second = await runPlan(under, project.id, planOf('fails', { expertise: 'always' }))
  const [later] = await sessionsOf(agents, second.run.id)
  expect(later?.prompt).toContain(`- ${CURE} (session 1, task learns, commit `)
  expect(later?.expertise).toMatchObject({ domain: 'testing', given: 'GIVEN' })
  expect(later?.expertise?.entries.map(({ text }) => text)).toContain(CURE)
  expect(later?.status).toBe('ERROR')
  const after = await under.database.store.expertise(project.id)
  expect(after.find(({ text }) => text === CURE)).toMatchObject({ found: 1, uses: 1 })
})

it('E2: the session that resolves a conflict shows its own files, and none that other tasks changed', async () => {
  const CONFLICT = 'Resolve the merge conflict of'
  const changes = (command: string) => [
    { ...bash(`${command} && git commit -qam Change`), unlessPromptHas: CONFLICT },
    { text: 'Done.', unlessPromptHas: CONFLICT },
  ]
  const agents = await givenAgents({
    other: { steps: changes('echo z >> src/z.txt') },
    one: { steps: changes('echo one >> src/a.txt') },
    two: {
      steps: [
        ...changes('echo two >> src/a.txt'),
        { ...bash('printf "a\\none\\ntwo\\n" > src/a.txt && git commit -qam Resolve'), onlyIfPromptHas: CONFLICT },
        { text: 'Resolved.', onlyIfPromptHas: CONFLICT },
      ],
    },
  })
  const { under } = agents
  const tasks = ['other', 'one', 'two'].map((key) => ({
    ...{ key, description: 'Write the unit tests', action: `[[script:${key}]]` },
  }))
  const plan = { ...planOf('learns', { expertise: 'always' }), epics: [{ key: 'e', tasks }] }
  const { project } = await projectWith(under, plan, { ...FILES, 'src/z.txt': 'z\n' })
  const { run, statuses } = await finished(under, (await startParallel(under, project, 3)).id)
  expect(statuses).toEqual({ other: 'COMPLETED', one: 'COMPLETED', two: 'COMPLETED' })
  const resolving = (await sessionsOf(agents, run.id)).filter(({ kind }) => kind === 'CONFLICT')
  expect(resolving.map(({ shown }) => shown?.changedFiles)).toEqual([['src/a.txt']])
})

it('E2: a project without expertise learns nothing and gives nothing', async () => {
  const agents = await givenAgents(SCRIPTS)
  const { under } = agents
  const { project } = await projectWith(under, planOf('learns', { expertise: 'off' }), FILES)
  const { run } = await finished(under, (await startParallel(under, project)).id)
  expect(await under.database.store.expertise(project.id)).toEqual([])
  const [session] = await sessionsOf(agents, run.id)
  expect(session?.expertise).toEqual({ domain: 'testing', given: 'OFF', entries: [] })
})

it('E2: work that verify refuses teaches nothing', async () => {
  const agents = await givenAgents(SCRIPTS)
  const { under } = agents
  const verify = '! grep -q b src/a.txt'
  const { project } = await projectWith(under, planOf('learns', { expertise: 'always', verify }), FILES)
  const { run, statuses } = await finished(under, (await startParallel(under, project)).id)
  expect(statuses).toEqual({ learns: 'FAILED' })
  const [session] = await sessionsOf(agents, run.id)
  expect(session).toMatchObject({ status: 'COMPLETED', shown: { changedFiles: ['src/a.txt'] } })
  expect(session?.shown?.lessons.map(({ text }) => text)).toContain(CURE)
  expect(await under.database.store.expertise(project.id)).toEqual([])
})

it.each([null, 'merge.branch-moved', 'merge.recorded'] as const)(
  'E2: a merge that is red, as its base was, teaches nothing, also after a defect at %s',
  async (where) => {
    let isDue = where !== null
    const reach = (point: string) => {
      if (!isDue || point !== where) return
      isDue = false
      throw new Error('a defect of the test')
    }
    const agents = await givenAgents(SCRIPTS, {}, { reach })
    const { under } = agents
    const red = { verify: 'false', redBase: 'allow' }
    const expertise = { use: 'always', learn: 'model', model: 'claude-haiku-4-5' }
    const { project } = await projectWith(under, planOf('learns', { ...red, expertise }), FILES)
    const { run, statuses } = await finished(under, (await startParallel(under, project)).id)
    expect(statuses).toEqual({ learns: 'COMPLETED' })
    expect((await sessionsOf(agents, run.id)).map(({ kind }) => kind)).toEqual(['WORK'])
    expect(await under.database.store.expertise(project.id)).toEqual([])
  },
)

it.each(['attempt.committed', 'attempt.settled', 'merge.branch-moved', 'merge.recorded'] as const)(
  'E2: a session teaches exactly once, although its owner fails at %s',
  async (where) => {
    const simulator = await createSimulator({ scripts: SCRIPTS, seed: 1 })
    let failed = 0
    const under = await engineUnderTest('pglite', {
      scripts: anthropicScripts,
      environment: { ...process.env, ANTHROPIC_BASE_URL: simulator.url, ANTHROPIC_API_KEY: KEY },
      reach(point) {
        if (point !== where || failed > 0) return
        failed += 1
        throw new Error('a defect of the test')
      },
    })
    try {
      const { project } = await projectWith(under, planOf('learns', { expertise: 'always' }), FILES)
      const { run } = await finished(under, (await startParallel(under, project)).id)
      expect(failed).toBe(1)
      expect(run.status).toBe('COMPLETED')
      const entries = await under.database.store.expertise(project.id)
      expect(entries.map(({ text }) => text)).toContain(CURE)
      expect(entries.every(({ found }) => found === 1)).toBe(true)
    } finally {
      await under.close()
      await simulator.close()
    }
  },
)
