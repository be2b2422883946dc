import type { DomainExpertise } from '@coppice/engine'
import { expect, it } from 'vitest'
import { givenAgents } from '../anthropic/given-agents.ts'
import { type EngineUnderTest, engineUnderTest, finished, projectWith, startParallel } from '../engine-under-test.ts'

const TASKS = 10

/** Verify refuses a part that is raw. */
const FILES = {
  'check.sh': 'if grep -qs raw part-*.txt; then echo "Error: a part is raw" >&2; exit 1; fi\n',
  'refine.sh': 'sed -i s/raw/refined/ part-*.txt\n',
}
const CURE = 'When `sh check.sh` fails with “Error: a part is raw”: run `sh refine.sh`.'

const bash = (command: string) => ({ calls: [{ tool: 'bash', input: { command } }] })
const ADD_PART = 'echo raw > part-$(date +%s%N).txt'
const COMMIT = 'git add -A && git commit -qm "Add a part"'

/** The agent checks its part only when the prompt says what to do about a raw one. */
const SCRIPTS = {
  worker: {
    steps: [
      bash(ADD_PART),
      { ...bash('sh check.sh'), onlyIfPromptHas: 'run `sh refine.sh`' },
      { ...bash('sh refine.sh'), onlyIfPromptHas: 'run `sh refine.sh`' },
      bash(COMMIT),
      { text: 'Done.' },
    ],
  },
  teacher: {
    steps: [
      bash(ADD_PART),
      bash('sh check.sh'),
      bash('sh refine.sh'),
      bash('sh check.sh'),
      bash(COMMIT),
      { text: 'Done.' },
    ],
  },
}

const planOf = (keys: readonly string[], task: (key: string) => object, defaults: object) => ({
  ...{ expertise: 'always', verify: 'sh check.sh' },
  defaults: { maxAttempts: 1, ...defaults },
  epics: [{ key: 'e', tasks: keys.map((key) => ({ key, description: 'Write a unit test', ...task(key) })) }],
})

const keysOf = (run: string) => Array.from({ length: TASKS }, (_, index) => `${run}-${index}`)

async function carryOut(under: EngineUnderTest, projectId: string, plan: object): Promise<string[]> {
  await under.engine.importPlan({ projectId, source: JSON.stringify(plan) })
  const project = await under.database.store.project(projectId)
  if (!project) throw new Error('the project is gone')
  const { tasks } = await finished(under, (await startParallel(under, project)).id)
  return tasks.map(({ status }) => status)
}

async function testingOf(under: EngineUnderTest, projectId: string): Promise<DomainExpertise> {
  const domain = (await under.engine.read.expertise(projectId)).find((one) => one.domain === 'testing')
  if (!domain) throw new Error('there is no domain testing')
  return domain
}

it('E2: a run after the agents have learned is measurably better, and the expertise says so with an interval', async () => {
  const { under } = await givenAgents(SCRIPTS)
  const agent = { agent: 'anthropic', model: 'claude-haiku-4-5' }
  const by = (script: keyof typeof SCRIPTS) => () => ({ action: `[[script:${script}]]` })
  const { project } = await projectWith(under, planOf(['none'], by('worker'), agent), FILES)
  const first = await carryOut(under, project.id, planOf(keysOf('first'), by('worker'), agent))
  expect(new Set(first)).toEqual(new Set(['FAILED']))
  expect(await testingOf(under, project.id)).toMatchObject({ lift: { verdict: 'NOT_ENOUGH_DATA' }, entries: [] })
  expect(await carryOut(under, project.id, planOf(['teach'], by('teacher'), agent))).toEqual(['COMPLETED'])
  const second = await carryOut(under, project.id, planOf(keysOf('second'), by('worker'), agent))
  expect(new Set(second)).toEqual(new Set(['COMPLETED']))

  const { lift, entries } = await testingOf(under, project.id)
  expect(lift).toMatchObject({
    ...{ basis: 'OTHER_SESSIONS', verdict: 'HELPS' },
    with: { sessions: TASKS, successes: TASKS },
    without: { sessions: TASKS + 1, successes: 1 },
  })
  expect(lift.success?.low).toBeGreaterThan(0.4)
  expect(lift.success?.high).toBeLessThanOrEqual(1)
  expect(lift.durationMs?.low).toBeLessThan(lift.durationMs?.high ?? Number.NaN)
  const cure = entries.find(({ entry }) => entry.text === CURE)
  expect(cure?.entry.uses).toBe(TASKS)
  expect(cure?.lift()).toMatchObject({ verdict: 'HELPS', with: { sessions: TASKS } })
})

it('E2: a hint that changes nothing is in the prompts, and the expertise says that it does not help', async () => {
  const under = await engineUnderTest()
  try {
    const run = (key: string) => ({
      run: `grep -q -- "Domain Expertise" "$COPPICE_PROMPT_FILE" && echo x > ${key}.txt`,
    })
    const agent = { agent: 'command' }
    const { project } = await projectWith(under, planOf(['none'], run, agent), FILES)
    const first = await carryOut(under, project.id, planOf(keysOf('first'), run, agent))
    await under.engine.importExpertise({
      projectId: project.id,
      source: '## testing\n\n- **convention** Write with good cheer.\n  <!-- pinned -->\n',
    })
    const second = await carryOut(under, project.id, planOf(keysOf('second'), run, agent))
    expect(new Set([...first, ...second])).toEqual(new Set(['COMPLETED']))
    const { lift, entries } = await testingOf(under, project.id)
    expect(lift).toMatchObject({ verdict: 'NO_EFFECT_SHOWN', with: { sessions: TASKS }, success: { value: 0 } })
    expect(lift.success?.low).toBeLessThan(0)
    expect(entries).toMatchObject([{ entry: { uses: TASKS, origin: 'PERSON' } }])
    expect(entries[0]?.lift().verdict).toBe('NO_EFFECT_SHOWN')
  } finally {
    await under.close()
  }
})
