import { InvalidInput } from '@coppice/engine'
import { CLAUDE_LINES, claudeLines, commandPlan } from '@coppice/testkit'
import { expect, it, onTestFinished } from 'vitest'
import { engineUnderTest, finished, projectWith, startParallel } from './engine-under-test.ts'

const PARALLEL = { mode: 'PARALLEL', strategy: 'BATCHES', isolation: 'TASK', maxConcurrency: 2 } as const

const task = (key: string, dependsOn: string[] = []) => ({ key, epic: 'x', dependsOn, run: `echo ${key} > ${key}` })

it('a run keeps the forecast of its start, and the next forecast uses the durations of the run', async () => {
  const under = await engineUnderTest()
  onTestFinished(() => under.close())
  const { engine, database } = under
  const { project } = await projectWith(under, commandPlan([task('a'), task('b'), task('c', ['a'])]))
  const forecast = (fields: object = {}) => engine.read.forecast({ projectId: project.id, ...PARALLEL, ...fields })
  const unlearned = await forecast()
  expect(unlearned).toMatchObject({ sessions: 3, bases: [{ basis: 'DEFAULT', tasks: 3 }] })
  expect(unlearned?.wallMs.likelyMs).toBe(20 * 60_000)

  const { id } = await startParallel(under, project, 2)
  expect((await finished(under, id)).run.status).toBe('COMPLETED')
  expect((await database.store.run(id))?.forecast).toEqual(unlearned)
  expect(await forecast(), 'all tasks are done').toBeNull()

  const tasks = [task('a'), task('b'), task('c', ['a']), task('d', ['c']), task('e')]
  await engine.importPlan({ projectId: project.id, source: JSON.stringify(commandPlan(tasks)) })
  const learned = await forecast()
  expect(learned).toMatchObject({ sessions: 2, bases: [{ basis: 'EPIC', tasks: 2 }] })
  expect(learned?.wallMs.highMs).toBeLessThan(60_000)
  const plan = await database.store.plan(project.id)
  const only = plan.tasks.filter(({ key }) => key === 'e').map((one) => one.id)
  expect(await forecast({ taskIds: only })).toMatchObject({ totalTasks: 1, criticalPath: ['e'] })
  await expect(forecast({ taskIds: ['none'] })).rejects.toThrow(InvalidInput)
})

it('a run keeps the forecast of its cost, and the next one learns from it; a plain command is not counted', async () => {
  const under = await engineUnderTest()
  onTestFinished(() => under.close())
  const { engine, database } = under
  // 1,000 × $1 + 200 × $5, each for a million.
  const costMicroUsd = 2_000
  const program = claudeLines('claude-haiku-4-5', { inputTokens: 1_000, outputTokens: 200, costUsd: 0.002 })
  const agent = (key: string) => ({
    ...{ key, description: key, output: 'claude-stream-json' },
    run: `sh ${CLAUDE_LINES} ${key} && echo ${key} > ${key}`,
  })
  const plain = { key: 'plain', description: 'plain', run: 'echo plain > plain' }
  const plan = (...tasks: object[]) => ({ defaults: { agent: 'command' }, epics: [{ key: 'x', tasks }] })
  const { project } = await projectWith(under, plan(agent('a'), agent('b'), plain), { [CLAUDE_LINES]: program })
  const forecast = async () => (await engine.read.forecast({ projectId: project.id, ...PARALLEL }))?.cost
  const unlearned = await forecast()
  expect(unlearned).toEqual({
    range: { lowMicroUsd: 250_000, likelyMicroUsd: 1_000_000, highMicroUsd: 2_000_000 },
    bases: [{ basis: 'ASSUMED', tasks: 2 }],
    ...{ earlierSessions: 0, uncountedTasks: 1, flatRateTasks: 0, unknownTasks: 0 },
  })

  const { id } = await startParallel(under, project, 2)
  expect((await finished(under, id)).run.status).toBe('COMPLETED')
  expect((await database.store.run(id))?.forecast?.cost).toEqual(unlearned)

  await engine.importPlan({
    projectId: project.id,
    source: JSON.stringify(plan(agent('a'), agent('b'), plain, agent('c'))),
  })
  const learned = await forecast()
  expect(learned).toMatchObject({
    range: { likelyMicroUsd: costMicroUsd },
    ...{ bases: [{ basis: 'MODEL', tasks: 1 }], earlierSessions: 2, uncountedTasks: 0 },
  })
  expect(learned?.range?.highMicroUsd).toBeLessThan(5 * costMicroUsd)
})
