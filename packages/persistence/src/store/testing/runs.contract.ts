import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Database } from '../../database/database.ts'
import { NOW, sampleBatch, sampleRun, sampleRunTask, sampleSession } from '../../testing/sample-records.ts'
import { plannedProject, storedProject, storedRun } from '../../testing/stored-records.ts'

export const runsContract = (database: () => Database) =>
  describe('runs', () => {
    it('are read with their batches and tasks as they were stored', async () => {
      const { store } = database()
      const { project, run, batch, task } = await storedRun(store)
      expect(await store.run(run.id)).toEqual(run)
      expect(await store.batches(run.id)).toEqual([batch])
      expect(await store.runTasks(run.id)).toEqual([task])
      expect(await store.runTask(task.id)).toEqual(task)
      expect(await store.activeRun(project.id)).toEqual(run)
      expect(await store.activeRuns()).toContainEqual(run)
      expect((await store.project(project.id))?.lastRunNumber).toBe(1)
    })

    it('S7: are refused while the project has an active run, and nothing is written', async () => {
      const { store } = database()
      const { project, run } = await storedRun(store)
      const second = sampleRun(project, { number: 2 })
      const batch = sampleBatch(second)
      expect(await store.transaction((tx) => tx.insertRun(second, [batch], []))).toBe(false)
      expect(await store.run(second.id)).toBeNull()
      expect(await store.batches(second.id)).toEqual([])
      expect(await store.activeRun(project.id)).toEqual(run)
      expect((await store.project(project.id))?.lastRunNumber).toBe(1)
    })

    it('S7: exactly one of three simultaneous starts succeeds', async () => {
      const { store } = database()
      const project = await storedProject(store)
      const starts = [1, 2, 3].map(() => sampleRun(project))
      const won = await Promise.all(
        starts.map((run) => store.transaction((tx) => tx.insertRun(run, [sampleBatch(run)], []))),
      )
      expect(won.filter((answer) => answer)).toHaveLength(1)
      const winner = starts[won.indexOf(true)]
      expect(await store.runs(project.id)).toEqual([winner])
    })

    it('are returned as past runs, newest first, with their ended tasks and sessions', async () => {
      const { store } = database()
      const { project, run, task } = await storedRun(store)
      const most = { runs: 10, tasks: 10 }
      const ended = sampleSession(task, project.id, { number: 1, kind: 'WORK', status: 'COMPLETED' })
      const running = sampleSession(task, project.id, { number: 2, endedAt: null })
      await store.transaction(async (tx) => {
        await tx.insertSession(ended)
        await tx.insertSession(running)
        await tx.updateRun(run.id, ['RUNNING'], { status: 'COMPLETED', finishedAt: NOW + 9 })
        await tx.insertRun(sampleRun(project, { number: 2 }), [], [])
      })
      const { kind, status, startedAt, endedAt, model, domain } = ended
      const { messageCount, toolCallCount, inputTokens, costMicroUsd, knownCostMicroUsd } = ended.metrics
      const metrics = { messageCount, toolCallCount, inputTokens, costMicroUsd, knownCostMicroUsd }
      const [second, first] = await store.pastRuns(project.id, most)
      expect(second).toMatchObject({ finishedAt: null, tasks: [] })
      expect(first).toMatchObject({ startedAt: run.startedAt, finishedAt: NOW + 9 })
      expect(first?.tasks).toMatchObject([
        {
          key: task.key,
          epicKey: task.epicKey,
          sessions: [{ kind, status, startedAt, endedAt, model, domain, metrics }],
        },
      ])
      expect(await store.pastRuns(project.id, { runs: 1, tasks: 10 })).toHaveLength(1)
      expect((await store.pastRuns(project.id, { runs: 10, tasks: 0 })).flatMap(({ tasks }) => tasks)).toEqual([])
      expect(await store.pastRuns('no-uuid', most)).toEqual([])
    })

    it('are refused if the number is taken', async () => {
      const { store } = database()
      const { project, run } = await storedRun(store)
      await store.transaction((tx) => tx.updateRun(run.id, ['RUNNING'], { status: 'COMPLETED' }))
      expect(await store.transaction((tx) => tx.insertRun(sampleRun(project), [], []))).toBe(false)
      expect(await store.transaction((tx) => tx.insertRun(sampleRun(project, { number: 2 }), [], []))).toBe(true)
      expect((await store.runs(project.id)).map((other) => other.number)).toEqual([2, 1])
    })

    it.each(['COMPLETED', 'FAILED', 'CANCELLED'] as const)(
      'S7: let their project start another run when they end %s',
      async (status) => {
        const { store } = database()
        const { project, run } = await storedRun(store)
        expect(await store.transaction((tx) => tx.updateRun(run.id, ['RUNNING'], { status, finishedAt: NOW }))).toBe(
          true,
        )
        expect(await store.run(run.id)).toEqual({ ...run, status, finishedAt: NOW })
        expect(await store.activeRun(project.id)).toBeNull()
        expect(await store.activeRuns()).not.toContainEqual(expect.objectContaining({ id: run.id }))
      },
    )

    it('prevent another run of their project if they are stored as active, but not if stored as ended', async () => {
      const { store } = database()
      const project = await storedProject(store)
      const ended = sampleRun(project, { status: 'FAILED' })
      const active = sampleRun(project, { number: 2, status: 'PENDING' })
      expect(await store.transaction((tx) => tx.insertRun(ended, [], []))).toBe(true)
      expect(await store.transaction((tx) => tx.insertRun(active, [], []))).toBe(true)
      expect(await store.activeRun(project.id)).toEqual(active)
    })

    it('change their status only from a given status, and only one of many simultaneous changes succeeds', async () => {
      const { store } = database()
      const { run } = await storedRun(store)
      expect(await store.transaction((tx) => tx.updateRun(run.id, ['PENDING', 'PAUSED'], { status: 'FAILED' }))).toBe(
        false,
      )
      expect(await store.run(run.id)).toEqual(run)
      const cancels = Array.from({ length: 8 }, () =>
        store.transaction((tx) => tx.updateRun(run.id, ['RUNNING'], { status: 'CANCELLING' })),
      )
      expect((await Promise.all(cancels)).filter((answer) => answer)).toHaveLength(1)
      expect((await store.run(run.id))?.status).toBe('CANCELLING')
    })

    it('S9: are listed while a delivery that a person requested is in progress', async () => {
      const { store } = database()
      const { run } = await storedRun(store)
      const listed = async () => (await store.requestedDeliveries()).map(({ id }) => id)
      await store.transaction((tx) => tx.updateRun(run.id, ['RUNNING'], { deliveryRequestedAt: NOW + 7 }))
      expect(await listed()).toContain(run.id)
      expect(await store.run(run.id)).toMatchObject({ deliveryRequestedAt: NOW + 7, baseBranch: 'trunk' })
      await store.transaction((tx) => tx.updateRun(run.id, ['RUNNING'], { deliveryRequestedAt: null }))
      expect(await listed()).not.toContain(run.id)
    })

    it('change only in the fields of a patch, also to null', async () => {
      const { store } = database()
      const { run, batch } = await storedRun(store)
      const patch = {
        statusReason: null,
        maxConcurrency: 64,
        deliveryTarget: null,
        deliveryAt: NOW + 99,
        startedAt: null,
      }
      await store.transaction((tx) => tx.updateRun(run.id, ['RUNNING'], patch))
      expect(await store.run(run.id)).toEqual({ ...run, ...patch })
      const ended = { status: 'COMPLETED', finishedAt: NOW + 5 } as const
      expect(await store.transaction((tx) => tx.updateBatch(batch.id, ['RUNNING'], ended))).toBe(true)
      expect(await store.transaction((tx) => tx.updateBatch(batch.id, ['RUNNING'], { status: 'FAILED' }))).toBe(false)
      expect(await store.batches(run.id)).toEqual([{ ...batch, ...ended }])
    })

    it('list batches by number and tasks by position, also 5,000 tasks', async () => {
      const { store } = database()
      const { project, taskId } = await plannedProject(store)
      const run = sampleRun(project, { totalTasks: 5_000 })
      const batches = [3, 1, 2].map((number) => sampleBatch(run, { number }))
      const tasks = Array.from({ length: 5_000 }, (_, index) => {
        const batch = batches[index % 3] ?? sampleBatch(run)
        return sampleRunTask(run, batch, taskId, { key: `t-${index}`, position: 4_999 - index })
      })
      expect(await store.transaction((tx) => tx.insertRun(run, batches, tasks))).toBe(true)
      expect((await store.batches(run.id)).map((batch) => batch.number)).toEqual([1, 2, 3])
      expect(await store.runTasks(run.id)).toEqual(tasks.toReversed())
    })

    it('return the run tasks of a task of the plan, newest run first', async () => {
      const { store } = database()
      const { project, run, task } = await storedRun(store)
      await store.transaction((tx) => tx.updateRun(run.id, ['RUNNING'], { status: 'FAILED' }))
      const next = sampleRun(project, { number: 2 })
      const batch = sampleBatch(next)
      const again = sampleRunTask(next, batch, task.taskId)
      await store.transaction((tx) => tx.insertRun(next, [batch], [again]))
      expect(await store.runTasksOf(task.taskId)).toEqual([again, task])
      expect(await store.runTasksOf(randomUUID())).toEqual([])
    })
  })
