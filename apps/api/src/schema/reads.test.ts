import type { RunTaskRecord } from '@coppice/engine'
import { countStatements, sampleSession } from '@coppice/persistence/testing'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { finishRun, happen, type SeededRun, seededRun, seededSession } from '../fixtures/seeded-run.ts'
import { type ServerUnderTest, serverUnderTest } from '../fixtures/server-under-test.ts'
import { globalId } from './ids.ts'

let ours: ServerUnderTest
let seed: SeededRun
let large: SeededRun
beforeAll(async () => {
  ours = await serverUnderTest()
  const { store } = ours.database
  seed = await seededRun(store)
  large = await seededRun(store, { batches: 10, tasksPerBatch: 50 })
})
afterAll(() => ours.stop())

const ask = async <T>(document: string, variables = {}): Promise<T> => ours.admin.request<T>(document, variables)

const BOARD = `query Board($id: ID!, $after: String) {
  run(id: $id) {
    id number mode status strategy isolation maxConcurrency branch startedAt finishedAt lastSequence durationMs
    totalBatches completedBatches totalTasks completedTasks costUsd unpricedSessions
    project { id name epics(first: 200) { edges { node { key name dependsOn { key } } } } }
    delivery { status commit reason at }
    failedTasks { error status task { key } }
    agents { lastLine task { key } session { number } }
    batches { number status total completed failed skipped cancelled costUsd durationMs }
    tasks(first: 200, after: $after) {
      totalCount pageInfo { hasNextPage endCursor }
      edges { node {
        id key epicKey batchNumber description status phase attempts costUsd conflictFiles dependsOn { key kind }
        lastFailure { reason }
        task { done latest { key } dependsOn { kind task { key } } }
        sessions { number kind attempt status metrics { costUsd durationMs } }
      } }
    }
  }
}`

type Connection<T> = { totalCount: number; pageInfo: { hasNextPage: boolean; endCursor: string }; edges: { node: T }[] }

const MODEL_CHOICE = `model by tier reason estimatedCostUsd alternatives { model tier estimatedCostUsd why }
  domain domainWords complexity { tier score signals { what weight } } results { model domain samples merged } qualityFailures`

/** The choice of `sampleSession`, as the API returns it. */
const CHOSEN = {
  ...{ model: 'a-model', by: 'tier', tier: 'standard', reason: 'The task is of standard complexity.' },
  estimatedCostUsd: 0.12,
  alternatives: [
    { model: 'b-model', tier: 'strong', estimatedCostUsd: null, why: 'the tier strong is for harder tasks' },
  ],
  ...{ domain: 'api', domainWords: ['endpoint'], qualityFailures: 1 },
  complexity: { tier: 'standard', score: 1, signals: [{ what: '60 words in its text', weight: 1 }] },
  results: [{ model: 'a-model', domain: 'api', samples: 4, merged: 3 }],
}

describe('reading', () => {
  it('reads a run of 500 tasks with as many SQL statements as a run of 4', async () => {
    await ask('{ viewer { name } }', {}) // The first request records the use of the token, which happens once a minute.
    const small = await countStatements(() => ask(BOARD, { id: globalId('Run', seed.run.id) }))
    const big = await countStatements(() => ask(BOARD, { id: globalId('Run', large.run.id) }))
    expect(small).toBeGreaterThan(5)
    expect(big).toBe(small)
    expect(big).toBeLessThan(30)
  })

  it('reads a plan of 500 tasks with a bounded number of SQL statements', async () => {
    const plan = await ours.database.store.plan(large.project.id)
    ours.engine.read.planPreview = async () => ({
      unsetVariables: [],
      batches: large.batches.map(({ number }) => ({
        number,
        keys: large.tasks.filter((task) => task.batchNumber === number).map(({ key }) => key),
      })),
      criticalPath: plan.tasks.slice(0, 3),
      tasks: plan.tasks,
      mermaid: () => 'flowchart',
    })
    const document = `query($id: ID!) { project(id: $id) { plan {
      totalTasks mermaid criticalPath { key } batches { number total tasks { key epic { key } dependsOn { task { key } } } }
    } } }`
    let response: unknown
    const statements = await countStatements(async () => {
      response = await ask(document, { id: globalId('Project', large.project.id) })
    })
    expect(response).toMatchObject({
      project: {
        plan: {
          totalTasks: 500,
          mermaid: 'flowchart',
          criticalPath: [{ key: 't1' }, { key: 't2' }, { key: 't3' }],
          batches: expect.arrayContaining([expect.objectContaining({ number: 2, total: 50 })]),
        },
      },
    })
    expect(statements).toBeGreaterThan(1)
    expect(statements).toBeLessThan(15)
  })

  it('returns the plan when all its tasks are done', async () => {
    const { tasks } = await ours.database.store.plan(seed.project.id)
    ours.engine.read.planPreview = async () => ({
      batches: [],
      criticalPath: [],
      tasks: [],
      mermaid: () => '',
      unsetVariables: [],
    })
    const document = `query($id: ID!) { project(id: $id) { tasks { totalCount } plan {
      totalTasks criticalPath { key epic { key } } batches { tasks { key } }
    } } }`
    expect(await ask(document, { id: globalId('Project', seed.project.id) })).toEqual({
      project: { tasks: { totalCount: tasks.length }, plan: { totalTasks: 0, criticalPath: [], batches: [] } },
    })
  })

  it('returns the forecast of a run with the given options, null when there is no forecast, and the stored forecast of a run', async () => {
    const asked: unknown[] = []
    ours.engine.read.forecast = async (input) => {
      asked.push(input)
      return seed.run.forecast
    }
    const document = `query($id: ID!, $task: ID!, $run: ID!) {
      project(id: $id) { forecast(maxConcurrency: 5, strategy: CONTINUOUS, taskIds: [$task]) { ...All } }
      run(id: $run) { forecast { ...All } }
    }
    fragment All on Forecast {
      mode strategy isolation maxConcurrency totalTasks sessions slotUse criticalPath criticalPathMs
      wallMs { lowMs likelyMs highMs } lowerBoundMs { lowMs } durations { basis tasks }
      bySlots { maxConcurrency wallMs { highMs } }
    }`
    const taskId = seed.tasks[0]?.taskId ?? ''
    const ids = { id: globalId('Project', seed.project.id), run: globalId('Run', seed.run.id) }
    const { project, run } = await ask<{ project: { forecast: unknown }; run: { forecast: unknown } }>(document, {
      ...ids,
      task: globalId('Task', taskId),
    })
    expect(project.forecast).toEqual(run.forecast)
    expect(run.forecast).toMatchObject({
      wallMs: { lowMs: 60_000, likelyMs: 90_000, highMs: 120_000 },
      durations: [{ basis: 'TASK', tasks: 1 }],
      criticalPath: ['charset', 'slugify'],
    })
    const options = { mode: 'PARALLEL', strategy: 'CONTINUOUS', isolation: 'TASK', maxConcurrency: 5 }
    expect(asked).toEqual([{ projectId: seed.project.id, taskIds: [taskId], ...options }])
    ours.engine.read.forecast = async () => null
    expect(await ask('query($id: ID!) { project(id: $id) { forecast { sessions } } }', ids)).toEqual({
      project: { forecast: null },
    })
  })

  it('returns what a run is expected to cost in dollars, also when an older version made its forecast', async () => {
    const stored = { lowUsd: 1.2, likelyUsd: 2, highUsd: 2.9 }
    ours.engine.read.runCost = async (runId) =>
      runId === seed.run.id
        ? { range: null, bases: [], earlierSessions: 0, uncountedTasks: 1, unknownTasks: 2 }
        : Promise.reject(new Error('this is another run'))
    const document = `query($id: ID!) { run(id: $id) {
      forecast { cost { ...All } }
      expectedCost { ...All }
    } }
    fragment All on CostForecast {
      range { lowUsd likelyUsd highUsd } sources { basis tasks } earlierSessions uncountedTasks unknownTasks
    }`
    expect(await ask(document, { id: globalId('Run', seed.run.id) })).toEqual({
      run: {
        forecast: {
          cost: {
            range: stored,
            sources: [{ basis: 'TASK', tasks: 1 }],
            ...{ earlierSessions: 3, uncountedTasks: 1, unknownTasks: 0 },
          },
        },
        expectedCost: { range: null, sources: [], earlierSessions: 0, uncountedTasks: 1, unknownTasks: 2 },
      },
    })
    const older = seed.run.forecast && { ...seed.run.forecast, cost: undefined }
    ours.engine.read.forecast = async () => older
    const query = 'query($id: ID!) { project(id: $id) { forecast { sessions cost { earlierSessions } } } }'
    expect(await ask(query, { id: globalId('Project', seed.project.id) })).toEqual({
      project: { forecast: { sessions: 1, cost: null } },
    })
  })

  it('returns how long each task would take, with one call of the engine', async () => {
    const asked: string[] = []
    ours.engine.read.taskEstimates = async (projectId) => {
      asked.push(projectId)
      const { tasks } = await ours.database.store.plan(projectId)
      return new Map(tasks.map(({ id }) => [id, { lowMs: 1, likelyMs: 2, highMs: 3, basis: 'EPIC' }]))
    }
    const document = 'query($id: ID!) { project(id: $id) { tasks { edges { node { estimate { likelyMs basis } } } } } }'
    const { project } = await ask<{ project: { tasks: Connection<unknown> } }>(document, {
      id: globalId('Project', seed.project.id),
    })
    expect(project.tasks.edges).toEqual(seed.tasks.map(() => ({ node: { estimate: { likelyMs: 2, basis: 'EPIC' } } })))
    expect(asked).toEqual([seed.project.id])
  })

  it('M3: returns which model a run would choose for each task, with one call of the engine, and null for another rule', async () => {
    const [task] = seed.tasks
    const { choice } = sampleSession(task as RunTaskRecord, seed.project.id)
    const asked: string[] = []
    ours.engine.read.modelChoices = async (projectId) => {
      asked.push(projectId)
      const { tasks } = await ours.database.store.plan(projectId)
      return new Map(tasks.map(({ id }, index) => [id, index === 0 ? choice : null]))
    }
    const document = `query($id: ID!) { project(id: $id) { tasks { edges { node { modelChoice { ${MODEL_CHOICE} } } } } } }`
    const { project } = await ask<{ project: { tasks: Connection<{ modelChoice: unknown }> } }>(document, {
      id: globalId('Project', seed.project.id),
    })
    const [first, ...others] = project.tasks.edges.map(({ node }) => node.modelChoice)
    expect(first).toEqual(CHOSEN)
    expect(new Set(others)).toEqual(new Set([null]))
    expect(asked).toEqual([seed.project.id])
  })

  it('M3: returns why a session has its model, from what is stored with it', async () => {
    const session = await seededSession(ours.database.store, seed.tasks[1] as RunTaskRecord, seed.project.id)
    const document = `query($id: ID!) { session(id: $id) { domain modelReason modelChoice { ${MODEL_CHOICE} } } }`
    expect(await ask(document, { id: globalId('Session', session.id) })).toEqual({
      session: { domain: 'api', modelReason: CHOSEN.reason, modelChoice: CHOSEN },
    })
  })

  it('returns 500 tasks in pages, in plan order, each exactly once', async () => {
    const keys: string[] = []
    for (let after: string | null = null; ; ) {
      const page: { run: { tasks: Connection<{ key: string }> } } = await ask(BOARD, {
        id: globalId('Run', large.run.id),
        after,
      })
      const { edges, pageInfo, totalCount } = page.run.tasks
      expect(totalCount).toBe(500)
      keys.push(...edges.map(({ node }) => node.key))
      if (!pageInfo.hasNextPage) break
      after = pageInfo.endCursor
    }
    expect(keys).toEqual(large.tasks.map(({ key }) => key))
  })

  it('returns 0 to 200 entries per page, and refuses other sizes and foreign cursors as BAD_USER_INPUT', async () => {
    const page = (argument: string) =>
      ours.admin.ask(`query($id: ID!) { run(id: $id) { tasks(${argument}) { edges { node { key } } } } }`, {
        id: globalId('Run', large.run.id),
      })
    for (const argument of [
      'first: 201',
      'first: -1',
      'after: "x"',
      `after: "${btoa('GPC:S:x')}"`,
      'first: 3000000000',
    ])
      expect(await page(argument), argument).toMatchObject({
        errors: [{ extensions: { code: expect.stringMatching(/BAD_USER_INPUT|GRAPHQL_VALIDATION_FAILED/) } }],
      })
    expect(await page('first: 0')).toMatchObject({ data: { run: { tasks: { edges: [] } } } })
    expect((await page('first: 200')).data).toMatchObject({ run: { tasks: { edges: { length: 200 } } } })
  })

  it('treats a malformed id, or an id of another type, like the id of an absent object', async () => {
    const { id } = seed.run
    const wrong = ['', 'x', 'zz'.repeat(200), globalId('Task', id), globalId('Run', 'x'), id, `${globalId('Run', id)}:`]
    const absent = globalId('Run', '11111111-1111-4111-8111-111111111111')
    for (const one of [...wrong, absent])
      expect(
        await ask(
          `query($id: ID!) {
            run(id: $id) { id } batches(runId: $id) { id } batch(runId: $id, number: 1) { id }
            project(id: $id) { id } session(id: $id) { id }
          }`,
          { id: one },
        ),
        one,
      ).toEqual({ run: null, batches: null, batch: null, project: null, session: null })
    for (const one of ['x', absent, globalId('Project', id)])
      expect(await ask('query($id: ID!) { node(id: $id) { id } }', { id: one })).toEqual({ node: null })
  })

  it('returns null as the latest run of a task that was in no run', async () => {
    const { project } = await seededRun(ours.database.store)
    await ours.database.prisma.run.deleteMany({ where: { projectId: project.id } })
    expect(
      await ask('query($id: ID!) { project(id: $id) { tasks(first: 1) { edges { node { key latest { key } } } } } }', {
        id: globalId('Project', project.id),
      }),
    ).toEqual({ project: { tasks: { edges: [{ node: { key: 't1', latest: null } }] } } })
  })

  it('finds each kind of node by its id', async () => {
    const [task] = seed.tasks
    if (!task) throw new Error('no task')
    const session = await seededSession(ours.database.store, task, seed.project.id)
    const [epic] = (await ours.database.store.plan(seed.project.id)).epics
    const nodes = {
      Project: seed.project.id,
      Epic: epic?.id ?? '',
      Task: task.taskId,
      Run: seed.run.id,
      Batch: task.batchId,
      RunTask: task.id,
      Session: session.id,
    }
    for (const [type, id] of Object.entries(nodes))
      expect(await ask('query($id: ID!) { node(id: $id) { __typename id } }', { id: globalId(type, id) })).toEqual({
        node: { __typename: type, id: globalId(type, id) },
      })
  })

  it('returns counts, costs and durations', async () => {
    const { store } = ours.database
    const { run, project, tasks } = await seededRun(store, { fields: { startedAt: ours.clock.now() - 5_000 } })
    const [first, second, third, fourth] = tasks
    if (!first || !second || !third || !fourth) throw new Error('no tasks')
    await store.transaction(async (tx) => {
      await tx.updateRunTask(first.id, ['RUNNING'], { status: 'COMPLETED' })
      await tx.updateRunTask(second.id, ['RUNNING'], { status: 'COMPLETED' })
      await tx.updateRunTask(third.id, ['RUNNING'], { status: 'CONFLICT', statusReason: 'a.txt' })
      await tx.updateRunTask(fourth.id, ['RUNNING'], { status: 'SKIPPED', statusReason: null })
    })
    const metrics = { messageCount: 1, toolCallCount: 2, inputTokens: null, outputTokens: null }
    const priced = {
      ...metrics,
      cacheReadTokens: null,
      cacheWriteTokens: null,
      costMicroUsd: 1_250_000,
      knownCostMicroUsd: 1_250_000,
      reportedCostMicroUsd: null,
    }
    await seededSession(store, first, project.id, { metrics: priced, startedAt: 1_000, endedAt: 3_500 })
    await seededSession(store, third, project.id, {
      metrics: { ...priced, costMicroUsd: 500, knownCostMicroUsd: 500 },
      endedAt: 9,
    })
    await seededSession(store, third, project.id, { status: 'ERROR', endedAt: 9 })
    await seededSession(store, third, project.id)

    const document = `query($id: ID!) { run(id: $id) {
      durationMs totalTasks completedTasks completedBatches costUsd unpricedSessions
      failedTasks { status error task { key costUsd sessions { metrics { costUsd durationMs } } } }
      batches { total completed failed skipped cancelled costUsd }
    } }`
    const id = globalId('Run', run.id)
    const { run: response } = await ask<{ run: { durationMs: number } }>(document, { id })
    expect(response).toMatchObject({
      durationMs: 5_000,
      totalTasks: 4,
      completedTasks: 2,
      completedBatches: 1,
      costUsd: 1.2505,
      unpricedSessions: 1,
      failedTasks: [
        { status: 'CONFLICT', error: 'a.txt', task: { key: 't3', costUsd: 0.0005 } },
        { status: 'SKIPPED', error: 'The task ended SKIPPED.', task: { key: 't4', costUsd: 0, sessions: [] } },
      ],
      batches: [
        { total: 2, completed: 2, failed: 0, skipped: 0, cancelled: 0, costUsd: 1.25 },
        { total: 2, completed: 0, failed: 1, skipped: 1, cancelled: 0, costUsd: 0.0005 },
      ],
    })
    ours.clock.advance(250)
    expect((await ask<{ run: { durationMs: number } }>(document, { id })).run.durationMs).toBe(5_250)
  })

  it('returns the active run, null after its end, and all runs newest first', async () => {
    const { store } = ours.database
    const { project, run } = await seededRun(store)
    const document =
      'query($id: ID!) { project(id: $id) { activeRun { number } runs { totalCount edges { node { number } } } } }'
    const id = globalId('Project', project.id)
    expect(await ask(document, { id })).toMatchObject({ project: { activeRun: { number: 1 } } })
    await finishRun(store, run.id)
    expect(await ask(document, { id })).toEqual({
      project: { activeRun: null, runs: { totalCount: 1, edges: [{ node: { number: 1 } }] } },
    })
  })

  it('R2: returns at most `first` events after the number `after`', async () => {
    await happen(ours.database.store, seed.run.id, 5)
    const document = `query($id: ID!) { run(id: $id) { lastSequence
      some: events(first: 2, after: 1) { __typename sequence at runId ... on TaskPhaseChanged { taskKey phase } }
      all: events { sequence } none: events(after: 99) { sequence } early: events(first: 1, after: -3) { sequence }
    } }`
    const id = globalId('Run', seed.run.id)
    expect(await ask(document, { id })).toMatchObject({
      run: {
        lastSequence: 5,
        some: [
          {
            __typename: 'TaskPhaseChanged',
            sequence: 2,
            at: '1970-01-01T00:00:00.001Z',
            runId: id,
            taskKey: 't1',
            phase: 'AGENT',
          },
          { sequence: 3 },
        ],
        all: { length: 5 },
        none: [],
        early: [{ sequence: 1 }],
      },
    })
  })

  it('reads the present objects of a page of events with a bounded number of SQL statements', async () => {
    const { store } = ours.database
    const started = large.tasks.map((task) => ({
      type: 'TaskMerged' as const,
      data: { taskKey: task.key, commit: 'c'.repeat(40), runTaskId: task.id },
    }))
    await store.transaction((tx) => tx.appendEvents(large.run.id, 1, started))
    const document = `query($id: ID!) { run(id: $id) { events {
      ... on TaskMerged { taskKey task { key status run { number } } }
    } } }`
    let response: { run: { events: { taskKey: string; task: { key: string } }[] } } | undefined
    const statements = await countStatements(async () => {
      response = await ask(document, { id: globalId('Run', large.run.id) })
    })
    expect(response?.run.events).toHaveLength(200)
    expect(response?.run.events.every(({ taskKey, task }) => taskKey === task.key)).toBe(true)
    expect(statements).toBeGreaterThan(1)
    expect(statements).toBeLessThan(8)
  })

  it('P5: reads once from git which tasks are done, for any number of tasks', async () => {
    const doneTasks = vi.fn(async () => new Set(['t2']))
    ours.engine.read.doneTasks = doneTasks
    const document = 'query($id: ID!) { project(id: $id) { tasks { edges { node { key done } } } } }'
    expect(await ask(document, { id: globalId('Project', seed.project.id) })).toEqual({
      project: {
        tasks: {
          edges: ['t1', 't2', 't3', 't4'].map((key) => ({ node: { key, done: key === 't2' } })),
        },
      },
    })
    expect(doneTasks).toHaveBeenCalledTimes(1)
  })

  it('returns the settings of the plan', async () => {
    expect(
      await ask(
        'query($id: ID!) { project(id: $id) { sample settings { verify setup copy link delivery redBase resources { name count } maxConflictSessions } } }',
        { id: globalId('Project', seed.project.id) },
      ),
    ).toEqual({
      project: {
        sample: true,
        settings: {
          verify: ['make check'],
          setup: [],
          copy: [],
          link: [],
          delivery: 'auto',
          redBase: 'refuse',
          resources: [],
          maxConflictSessions: 2,
        },
      },
    })
  })
})
