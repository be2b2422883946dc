import { randomUUID } from 'node:crypto'
import { NO_METRICS } from '@coppice/engine/domain/records'
import { describe, expect, it } from 'vitest'
import type { Database } from '../../database/database.ts'
import { NOW, sampleSession } from '../../testing/sample-records.ts'
import { storedRun } from '../../testing/stored-records.ts'

export const sessionsContract = (database: () => Database) =>
  describe('sessions', () => {
    it('are read as they were stored, oldest first', async () => {
      const { store } = database()
      const { project, task, run } = await storedRun(store)
      const second = sampleSession(task, project.id, { number: 2 })
      const first = sampleSession(task, project.id, {
        number: 1,
        process: null,
        model: null,
        error: null,
        tipCommit: null,
        endedAt: null,
        metrics: NO_METRICS,
      })
      await store.transaction(async (tx) => {
        await tx.insertSession(second)
        await tx.insertSession(first)
      })
      expect(await store.session(second.id)).toEqual(second)
      expect(await store.sessions(run.id)).toEqual([first, second])
      expect(await store.sessionsOf([task.id, randomUUID()])).toEqual([first, second])
      expect(await store.sessionsOf([randomUUID()])).toEqual([])
      expect(await store.countSessions(run.id, first.status)).toBe(2)
      expect(await store.countSessions(run.id, 'INTERRUPTED')).toBe(0)
      expect(await store.countSessions('no id', first.status)).toBe(0)
    })

    it('change only in the fields of a patch, and end once', async () => {
      const { store } = database()
      const { project, task } = await storedRun(store)
      const session = sampleSession(task, project.id)
      await store.transaction((tx) => tx.insertSession(session))
      const patch = {
        status: 'COMPLETED',
        error: null,
        process: null,
        provenCommits: [],
        endedAt: NOW + 7,
        metrics: { ...NO_METRICS, toolCallCount: 4, cacheReadTokens: 2, costMicroUsd: 12_500 },
      } as const
      const ends = [1, 2, 3].map(() => store.transaction((tx) => tx.updateSession(session.id, ['RUNNING'], patch)))
      expect((await Promise.all(ends)).filter((answer) => answer)).toHaveLength(1)
      expect(await store.session(session.id)).toEqual({ ...session, ...patch })
    })

    it('M2: only completed sessions say what a session costs, newest first', async () => {
      const { store } = database()
      const { project, task } = await storedRun(store)
      const ended = [
        ['COMPLETED', 40],
        ['INTERRUPTED', 1],
        ['ERROR', 2],
        ['CANCELLED', 3],
        ['COMPLETED', null],
        ['COMPLETED', 50],
      ] as const
      for (const [index, [status, costMicroUsd]] of ended.entries()) {
        const metrics = { ...NO_METRICS, costMicroUsd }
        const session = sampleSession(task, project.id, { number: index + 1, status, endedAt: NOW, metrics })
        await store.transaction((tx) => tx.insertSession(session))
      }
      const costs = await store.sessionCosts(project.id, 9)
      expect(costs.map(({ costMicroUsd }) => costMicroUsd)).toEqual([50, 40])
    })

    it('are added up by task with their known costs, also while they run', async () => {
      const { store } = database()
      const { project, run, task } = await storedRun(store)
      for (const [number, knownCostMicroUsd, endedAt] of [
        [1, 40, NOW],
        [2, 2, null],
      ] as const) {
        const metrics = { ...NO_METRICS, knownCostMicroUsd }
        const session = sampleSession(task, project.id, { number, endedAt, metrics })
        await store.transaction((tx) => tx.insertSession(session))
      }
      expect(await store.taskCosts(run.id)).toEqual(new Map([[task.id, 42]]))
      expect(await store.taskCosts('no-uuid')).toEqual(new Map())
    })

    it('can have a prompt with NUL', async () => {
      const { store } = database()
      const { project, task } = await storedRun(store)
      const session = sampleSession(task, project.id, { prompt: 'do \0 it', error: '\0' })
      await store.transaction((tx) => tx.insertSession(session))
      expect((await store.session(session.id))?.prompt).toBe('do ␀ it')
    })
  })
