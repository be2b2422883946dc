import { describe, expect, it } from 'vitest'
import type { Database } from '../../database/database.ts'
import { storedRun } from '../../testing/stored-records.ts'

export const runTasksContract = (database: () => Database) =>
  describe('tasks of a run', () => {
    it('change only in the fields of a patch, also to null', async () => {
      const { store } = database()
      const { task } = await storedRun(store)
      const patch = {
        status: 'PENDING',
        statusReason: null,
        phase: null,
        phaseStartedAt: null,
        scheduledFor: 5,
        attempts: 4,
        startsFromTip: false,
        workCommit: null,
        noChange: false,
        keptFromRunId: null,
        conflictFiles: [],
        lastFailure: null,
      } as const
      expect(await store.transaction((tx) => tx.updateRunTask(task.id, ['RUNNING'], patch))).toBe(true)
      expect(await store.runTask(task.id)).toEqual({ ...task, ...patch })
    })

    it('change their status by compare-and-swap: one of many simultaneous changes succeeds', async () => {
      const { store } = database()
      const { task } = await storedRun(store)
      const merges = Array.from({ length: 8 }, () =>
        store.transaction((tx) => tx.updateRunTask(task.id, ['RUNNING', 'PENDING'], { status: 'MERGING' })),
      )
      expect((await Promise.all(merges)).filter((answer) => answer)).toHaveLength(1)
    })

    it('S5: keep the last output of an agent, also with NUL and half an emoji', async () => {
      const { store } = database()
      const { task } = await storedRun(store)
      const lastFailure = { class: 'work', reason: 'exit code 1', output: '\0 and \ud83d' } as const
      await store.transaction((tx) => tx.updateRunTask(task.id, ['RUNNING'], { lastFailure, statusReason: '\0' }))
      const stored = await store.runTask(task.id)
      expect(stored?.lastFailure?.output).toBe('␀ and \ufffd')
      expect(stored?.statusReason).toBe('␀')
    })
  })
