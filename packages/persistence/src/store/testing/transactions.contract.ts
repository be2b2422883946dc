import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Database } from '../../database/database.ts'
import {
  NOW,
  sampleEpic,
  samplePlan,
  samplePlanTask,
  sampleProject,
  sampleSession,
} from '../../testing/sample-records.ts'
import { storedProject, storedRun } from '../../testing/stored-records.ts'

/** @param isOneConnection whether a read outside of an open transaction waits for the end of the transaction */
export const transactionsContract = (database: () => Database, isOneConnection: boolean) =>
  describe('transactions', () => {
    it('write everything or nothing', async () => {
      const { store } = database()
      const project = sampleProject()
      const failure = new Error('no')
      const work = store.transaction(async (tx) => {
        await tx.insertProject(project)
        expect(await tx.project(project.id)).toEqual(project)
        throw failure
      })
      await expect(work).rejects.toBe(failure)
      expect(await store.project(project.id)).toBeNull()
    })

    it('are not visible to reads before their commit; reads wait only if there is one connection', async () => {
      const { store, prisma } = database()
      const project = await storedProject(store)
      const opened = Promise.withResolvers<void>()
      const released = Promise.withResolvers<void>()
      const change = store.transaction(async (tx) => {
        await tx.updateProject(project.id, { baseBranch: 'half-way' })
        opened.resolve()
        await released.promise
        await tx.updateProject(project.id, { baseBranch: 'after' })
      })
      await opened.promise
      const reads = Promise.all([
        store.project(project.id),
        prisma.project.findUnique({ where: { id: project.id } }),
        prisma.project.findFirst({ where: { name: project.name }, include: { runs: true, tasks: true } }),
      ])
      if (!isOneConnection) await reads
      released.resolve()
      await change
      const seen = isOneConnection ? 'after' : project.baseBranch
      expect((await reads).map((read) => read?.baseBranch)).toEqual([seen, seen, seen])
      expect((await store.project(project.id))?.baseBranch).toBe('after')
    })

    it('are complete, and all of them end, among hundreds of simultaneous reads and writes', async () => {
      const { store, prisma } = database()
      const { run } = await storedRun(store)
      const writes = Array.from({ length: 60 }, (_, index) =>
        store
          .transaction(async (tx) => {
            const before = (await tx.run(run.id))?.maxConcurrency ?? 0
            await tx.updateRun(run.id, ['RUNNING'], { maxConcurrency: before + 1 })
            if (index % 10 === 0) throw new Error('the caller gave up')
          })
          .catch(() => {}),
      )
      const reads = Array.from({ length: 200 }, async (_, index) => {
        await wait(index)
        const rows = await prisma.run.findMany({ where: { id: run.id }, include: { tasks: true, batches: true } })
        return rows[0]?.tasks.length
      })
      await Promise.all(writes)
      expect(new Set(await Promise.all(reads))).toEqual(new Set([1]))
      expect((await store.run(run.id))?.maxConcurrency).toBe(run.maxConcurrency + 54)
    })

    it('fail if one of their statements failed, even if nobody waited for the statement', async () => {
      const { store } = database()
      const { project, task, run } = await storedRun(store)
      const session = sampleSession(task, project.id)
      await store.transaction((tx) => tx.insertSession(session))
      let notifications = 0
      onTestFinished(store.onEvents(run.id, () => void notifications++))
      const swallowed = store.transaction(async (tx) => {
        await tx.updateProject(project.id, { baseBranch: 'never' })
        await tx.appendEvents(run.id, NOW, [
          {
            type: 'RunStatusChanged',
            data: { runStatus: 'PAUSED', reason: null, maxConcurrency: 3, awaitsBudget: false, resumesAt: null },
          },
        ])
        await tx.insertSession(session).catch(() => {})
      })
      await expect(swallowed).rejects.toThrow('rolled back')
      expect((await store.project(project.id))?.baseBranch).toBe(project.baseBranch)
      expect(await store.events(run.id, 0, 10)).toEqual([])
      expect(notifications).toBe(0)
    })

    it('throw an error if the store itself is used inside them, because that would never end', async () => {
      const { store } = database()
      const { id } = await storedProject(store)
      await expect(store.transaction(() => store.project(id))).rejects.toThrow('Use the `tx` of that transaction')
      await expect(store.transaction(() => store.transaction(async () => {}))).rejects.toThrow(
        'Use the `tx` of that transaction',
      )
      expect(await store.project(id)).not.toBeNull()
    })

    it('a plan that is read during an import is either the old or the new plan', async () => {
      const { store } = database()
      const { id } = await storedProject(store)
      const planOf = (key: string) =>
        samplePlan([
          sampleEpic('core', [
            samplePlanTask('first'),
            samplePlanTask('second', {
              description: key,
              dependsOn: [{ key: 'first', kind: key === 'a' ? 'HARD' : 'SOFT' }],
            }),
          ]),
        ])
      const imports = async () => {
        for (let round = 0; round < 20; round++) {
          await store.transaction((tx) => tx.replacePlan(id, planOf(round % 2 ? 'a' : 'b'), '', NOW))
        }
      }
      let importing = true
      const done = imports().finally(() => {
        importing = false
      })
      while (importing) {
        const second = (await store.plan(id)).tasks.find((task) => task.key === 'second')
        if (second) expect(second.dependsOn[0]?.kind).toBe(second.description === 'a' ? 'HARD' : 'SOFT')
      }
      await done
    })
  })
