import { randomUUID } from 'node:crypto'
import type { NewEvent, Store } from '@coppice/engine'
import { describe, expect, it, vi } from 'vitest'
import type { Database } from '../../database/database.ts'
import { NOW } from '../../testing/sample-records.ts'
import { storedRun } from '../../testing/stored-records.ts'

const phase = (taskKey: string): NewEvent => ({
  type: 'TaskPhaseChanged',
  data: { taskKey, attempt: 1, phase: 'AGENT' },
})

const attempt = {
  taskKey: 'a',
  attempt: 1,
  taskStatus: 'PENDING',
  reason: null,
  costMicroUsd: 12,
  retryAt: NOW,
  nextPhase: null,
} as const

type Asked = Parameters<Store['events']>

/** Reads events in a transaction, so that they come from the database. Outside of a transaction, a read can come from memory. */
const recorded = (store: Store, ...asked: Asked) => store.transaction((tx) => tx.events(...asked))

export const eventsContract = (database: () => Database) =>
  describe('events', () => {
    it('R2: are numbered from 1 and can be read from any number, page by page', async () => {
      const { store } = database()
      const { run } = await storedRun(store)
      await store.transaction((tx) => tx.appendEvents(run.id, NOW, ['a', 'b', 'c'].map(phase)))
      await store.transaction((tx) => tx.appendEvents(run.id, NOW + 1, []))
      await store.transaction((tx) => tx.appendEvents(run.id, NOW + 2, ['d'].map(phase)))
      const all = await recorded(store, run.id, 0, 100)
      expect(await store.events(run.id, 0, 100)).toEqual(all)
      expect(all.map((event) => event.sequence)).toEqual([1, 2, 3, 4])
      expect(all[0]).toEqual({ ...phase('a'), runId: run.id, sequence: 1, at: NOW })
      expect(all[3]?.at).toBe(NOW + 2)
      for (const read of [store.events, (...asked: Asked) => recorded(store, ...asked)]) {
        expect(await read(run.id, 1, 2)).toEqual(all.slice(1, 3))
        expect(await read(run.id, 4, 10)).toEqual([])
      }
      expect((await store.run(run.id))?.lastSequence).toBe(4)
    })

    it('R2: have no gap and no duplicate if many transactions append at the same time and some fail', async () => {
      const { store } = database()
      const { run } = await storedRun(store)
      const appends = Array.from({ length: 30 }, (_, index) =>
        store
          .transaction(async (tx) => {
            await tx.appendEvents(run.id, NOW, [phase(`a-${index}`), phase(`b-${index}`)])
            if (index % 5 === 0) throw new Error('the caller gave up')
          })
          .catch(() => {}),
      )
      await Promise.all(appends)
      const events = await recorded(store, run.id, 0, 1_000)
      expect(events.map((event) => event.sequence)).toEqual(Array.from({ length: 48 }, (_, index) => index + 1))
      expect(await store.events(run.id, 0, 1_000)).toEqual(events)
    })

    it('R2: are the same from memory as from the database, for each kind of value', async () => {
      const { store } = database()
      const { run, task } = await storedRun(store)
      const odd = { taskKey: '\ud83d', output: 'a\0b', runTaskId: task.id, absent: undefined }
      const events: NewEvent[] = [
        { type: 'VerificationFailed', data: odd },
        { type: 'AttemptFinished', data: { ...attempt, runTaskId: task.id } },
      ]
      await store.transaction((tx) => tx.appendEvents(run.id, NOW + 0.5, events))
      expect(await store.events(run.id, 0, 10)).toStrictEqual(await recorded(store, run.id, 0, 10))
    })

    it('notify listeners after the commit, and not after a rollback', async () => {
      const { store } = database()
      const { run } = await storedRun(store)
      const seen: number[] = []
      const stop = store.onEvents(run.id, async () => {
        seen.push((await store.run(run.id))?.lastSequence ?? 0)
      })
      await store
        .transaction(async (tx) => {
          await tx.appendEvents(run.id, NOW, [phase('a')])
          throw new Error('no')
        })
        .catch(() => {})
      await store.transaction((tx) => tx.appendEvents(run.id, NOW, [phase('b'), phase('c')]))
      await vi.waitFor(() => expect(seen).toContain(2))
      expect(seen).not.toContain(1)
      stop()
      const before = seen.length
      await store.transaction((tx) => tx.appendEvents(run.id, NOW, [phase('d')]))
      await store.run(run.id)
      expect(seen).toHaveLength(before)
    })

    it('can contain all that agents print: NUL, half an emoji, long text', async () => {
      const { store } = database()
      const { run, task } = await storedRun(store)
      const output = `${'x'.repeat(100_000)}\0\ud83d`
      const event: NewEvent = { type: 'VerificationFailed', data: { taskKey: 'a', output, runTaskId: task.id } }
      await store.transaction((tx) => tx.appendEvents(run.id, NOW, [event]))
      const [stored] = await recorded(store, run.id, 0, 1)
      expect(stored?.data).toEqual({ taskKey: 'a', output: `${'x'.repeat(100_000)}␀\ufffd`, runTaskId: task.id })
    })

    it('are no longer returned after their run was deleted', async () => {
      const { store } = database()
      const { project, run } = await storedRun(store)
      await store.transaction((tx) => tx.appendEvents(run.id, NOW, [phase('a')]))
      await store.transaction((tx) => tx.deleteProject(project.id))
      expect(await store.events(run.id, 0, 10)).toEqual([])
    })

    it('are refused with an error, and not written, if their run does not exist', async () => {
      const { store } = database()
      await expect(store.transaction((tx) => tx.appendEvents(randomUUID(), NOW, [phase('a')]))).rejects.toThrow()
    })
  })
