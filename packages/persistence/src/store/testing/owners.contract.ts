import { randomUUID } from 'node:crypto'
import type { NewEvent, Store } from '@coppice/engine'
import { OwnerLost } from '@coppice/engine/domain/owner-lost'
import { describe, expect, it } from 'vitest'
import type { Database } from '../../database/database.ts'
import { NOW, sampleRun, sampleSession } from '../../testing/sample-records.ts'
import { plannedProject, storedRun } from '../../testing/stored-records.ts'
import { claimForTest } from '../../testing/test-claim.ts'

const event: NewEvent = { type: 'RunStarted', data: { totalBatches: 1, totalTasks: 1, maxConcurrency: 1 } }
const append = (store: Store, runId: string, epoch?: number) =>
  store.transaction((tx) => tx.appendEvents(runId, NOW, [event]), epoch)

/** A run has one owner, and writes of an earlier owner are refused (R6). */
export const ownersContract = (database: () => Database) =>
  describe('owners of runs', () => {
    it('R6: each claim has a higher epoch and takes over every active run', async () => {
      const { store } = database()
      const { run } = await storedRun(store)
      const first = await claimForTest(database())
      const second = await claimForTest(database())
      expect(second.epoch).toBeGreaterThan(first.epoch)
      expect((await store.run(run.id))?.ownerEpoch).toBe(second.epoch)
    })

    it('R6: with the newest epoch events and the run are written; with an older epoch nothing is written', async () => {
      const { store } = database()
      const { run, task } = await storedRun(store)
      const [old, now] = [(await claimForTest(database())).epoch, (await claimForTest(database())).epoch]
      await append(store, run.id, now)
      const late = store.transaction(async (tx) => {
        await tx.updateRunTask(task.id, ['RUNNING'], { status: 'MERGING' })
        await tx.appendEvents(run.id, NOW, [event])
      }, old)
      await expect(late).rejects.toThrow(OwnerLost)
      await expect(
        store.transaction((tx) => tx.updateRun(run.id, ['RUNNING'], { startCommit: 'c' }), old),
      ).rejects.toThrow(OwnerLost)
      expect((await store.runTask(task.id))?.status).toBe('RUNNING')
      expect(await store.events(run.id, 0, 10)).toHaveLength(1)
      expect((await store.run(run.id))?.startCommit).toBe(run.startCommit)
    })

    it('R6: writes that touch no run require its owner by name', async () => {
      const { store } = database()
      const { run, task, project } = await storedRun(store)
      const session = sampleSession(task, project.id)
      await store.transaction((tx) => tx.insertSession(session))
      const [old, now] = [(await claimForTest(database())).epoch, (await claimForTest(database())).epoch]
      const follow = (factCursor: number, epoch: number) =>
        store.transaction(async (tx) => {
          await tx.requireOwner(run.id)
          return tx.updateSession(session.id, ['RUNNING'], { factCursor })
        }, epoch)
      const followed = await Promise.allSettled([follow(8, now), follow(9, old)])
      expect(followed).toMatchObject([{ value: true }, { reason: expect.any(OwnerLost) }])
      expect((await store.session(session.id))?.factCursor).toBe(8)
      expect((await store.run(run.id))?.lastSequence).toBe(run.lastSequence)
    })

    it('R6: a command of a person is written, whoever the owner is', async () => {
      const { store } = database()
      const { run } = await storedRun(store)
      await claimForTest(database())
      await append(store, run.id)
      expect(await store.transaction((tx) => tx.updateRun(run.id, ['RUNNING'], { status: 'PAUSED' }))).toBe(true)
    })

    it('R6: a server takes up a new run, which then belongs to its data folder; without the claim it takes up nothing', async () => {
      const { store } = database()
      const { project } = await plannedProject(store)
      const run = sampleRun(project, { ownerEpoch: 0, folder: null })
      const old = await claimForTest(database())
      const now = await claimForTest(database())
      await store.transaction((tx) => tx.insertRun(run, [], []))
      expect(await store.transaction((tx) => tx.takeRun(run.id, old))).toBeNull()
      const taken = { ...run, ownerEpoch: now.epoch, folder: now.folder }
      expect(await store.transaction((tx) => tx.takeRun(run.id, now))).toEqual(taken)
      expect(await store.run(run.id)).toEqual(taken)
      expect(await store.transaction((tx) => tx.takeRun(randomUUID(), now))).toBeNull()
    })

    it('R6: a run keeps its data folder when another server takes it; a moved folder counts as the same folder', async () => {
      const { store } = database()
      const { project } = await plannedProject(store)
      const run = sampleRun(project, { ownerEpoch: 0, folder: null })
      const home = { id: randomUUID(), path: '/srv/one' }
      const first = await claimForTest(database(), home)
      await store.transaction((tx) => tx.insertRun(run, [], []))
      await store.transaction((tx) => tx.takeRun(run.id, first))
      const other = await claimForTest(database())
      expect((await store.transaction((tx) => tx.takeRun(run.id, other)))?.folder).toEqual(first.folder)
      const moved = await claimForTest(database(), { ...home, path: '/srv/two' })
      expect((await store.transaction((tx) => tx.takeRun(run.id, moved)))?.folder).toEqual(moved.folder)
    })
  })
