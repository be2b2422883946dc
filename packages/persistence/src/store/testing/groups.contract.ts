import type { NewEvent, ProviderHold, SessionMessageRecord } from '@coppice/engine'
import { describe, expect, it } from 'vitest'
import type { Database } from '../../database/database.ts'
import { NOW, sampleSession } from '../../testing/sample-records.ts'
import { storedRun } from '../../testing/stored-records.ts'

const phaseOf = (taskKey: string): NewEvent => ({
  type: 'TaskPhaseChanged',
  data: { taskKey, attempt: 1, phase: 'QUEUE' },
})

/** Transactions that begin at the same time and only write, so that the store can write them by one statement. */
export const groupsContract = (database: () => Database) =>
  describe('transactions that begin at the same time', () => {
    it('R2: are all written, and number the events of a run without gaps', async () => {
      const { store } = database()
      const some = await Promise.all([storedRun(store), storedRun(store), storedRun(store)])
      const notified = new Set<string>()
      const stops = some.map(({ run }) => store.onEvents(run.id, () => notified.add(run.id)))
      const changes = some.flatMap(({ run, task }) => [
        store.transaction(async (tx) => {
          await tx.appendEvents(run.id, NOW, [phaseOf('a'), phaseOf('b')])
          return tx.updateRunTask(task.id, ['RUNNING'], { phase: 'MERGE', phaseStartedAt: NOW })
        }),
        store.transaction((tx) => tx.appendEvents(run.id, NOW + 1, [phaseOf('c')])),
      ])
      expect(await Promise.all(changes)).toEqual([true, undefined, true, undefined, true, undefined])
      for (const { run, task, project } of some) {
        const events = await store.events(run.id, 0, 10)
        expect(events.map(({ sequence, at }) => [sequence, at])).toEqual([
          [1, NOW],
          [2, NOW],
          [3, NOW + 1],
        ])
        expect(await store.runTask(task.id)).toEqual({ ...task, phase: 'MERGE', phaseStartedAt: NOW })
        expect((await store.run(run.id))?.status).toBe(run.status)
        expect((await store.project(project.id))?.id).toBe(project.id)
      }
      expect(notified.size).toBe(3)
      for (const stop of stops) stop()
    })

    it('undo only the transaction with a lost compare-and-swap', async () => {
      const { store } = database()
      const [won, lost] = [await storedRun(store), await storedRun(store)]
      const change = ({ run, task }: typeof won, from: 'RUNNING' | 'PENDING') =>
        store.transaction(async (tx) => {
          await tx.appendEvents(run.id, NOW, [phaseOf('a')])
          if (!(await tx.updateRunTask(task.id, [from], { statusReason: 'swapped' }))) throw new Error('lost')
        })
      const ends = await Promise.allSettled([change(won, 'RUNNING'), change(lost, 'PENDING'), change(won, 'RUNNING')])
      expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
      expect((await store.events(won.run.id, 0, 10)).map(({ sequence }) => sequence)).toEqual([1, 2])
      expect(await store.events(lost.run.id, 0, 10)).toEqual([])
      expect((await store.runTask(lost.task.id))?.statusReason).toBe(lost.task.statusReason)
    })

    it('change the same row one after the other', async () => {
      const { store } = database()
      const { task } = await storedRun(store)
      const moves = [
        store.transaction((tx) => tx.updateRunTask(task.id, ['RUNNING'], { status: 'MERGING' })),
        store.transaction((tx) => tx.updateRunTask(task.id, ['MERGING'], { status: 'COMPLETED' })),
        store.transaction((tx) => tx.updateRunTask(task.id, ['MERGING'], { status: 'FAILED' })),
      ]
      expect(await Promise.all(moves)).toEqual([true, true, false])
      expect((await store.runTask(task.id))?.status).toBe('COMPLETED')
    })

    it('R3: take session numbers without gaps, even if one of them was undone', async () => {
      const { store } = database()
      const { project, task, run } = await storedRun(store)
      const begin = (from: 'RUNNING' | 'PAUSED') =>
        store.transaction(async (tx) => {
          if (!(await tx.updateRun(run.id, [from], { status: from }))) throw new Error('not so')
          const number = await tx.nextSessionNumber(project.id)
          await tx.insertSession(sampleSession(task, project.id, { number }))
          return number
        })
      const first = await Promise.allSettled([begin('RUNNING'), begin('PAUSED'), begin('RUNNING'), begin('RUNNING')])
      const second = await Promise.allSettled([begin('RUNNING'), begin('RUNNING'), begin('PAUSED')])
      const numbers = [...first, ...second].flatMap((end) => (end.status === 'fulfilled' ? [end.value] : []))
      expect(numbers.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5])
      expect((await store.sessions(run.id)).map(({ number }) => number)).toEqual([1, 2, 3, 4, 5])
    })

    it('C2: read the status of the run that an earlier transaction of the group has written', async () => {
      const { store } = database()
      const { run } = await storedRun(store)
      const isRunning = () => store.transaction((tx) => tx.updateRun(run.id, ['RUNNING'], { status: 'RUNNING' }))
      const answers = [
        isRunning(),
        store.transaction((tx) => tx.updateRun(run.id, ['RUNNING'], { status: 'CANCELLING' })),
        isRunning(),
      ]
      expect(await Promise.all(answers)).toEqual([true, true, false])
    })

    it('R1: acknowledge messages, each once, and leave unknown messages as they are', async () => {
      const { store } = database()
      const { project, run, task } = await storedRun(store)
      const session = sampleSession(task, project.id)
      await store.transaction((tx) => tx.insertSession(session))
      const message = (): SessionMessageRecord => ({
        ...{ id: crypto.randomUUID(), runId: run.id, sessionId: session.id, author: 'ada' },
        ...{ message: { type: 'cancel' }, writtenAt: NOW, acknowledgedAt: null },
      })
      const [first, second] = [message(), message()]
      for (const one of [first, second]) await store.transaction((tx) => tx.insertSessionMessage(one))
      const record = (ids: readonly string[], factCursor: number) =>
        store.transaction(async (tx) => {
          await tx.requireOwner(run.id)
          await tx.updateSession(session.id, ['RUNNING'], { factCursor })
          for (const id of ids) await tx.acknowledgeSessionMessage(session.id, id, NOW + factCursor)
        })
      await Promise.all([record([first.id, crypto.randomUUID(), 'no uuid'], 8), record([first.id, second.id], 9)])
      await record([second.id], 10)
      expect(await store.sessionMessage(first.id)).toEqual({ ...first, acknowledgedAt: NOW + 8 })
      expect(await store.sessionMessage(second.id)).toEqual({ ...second, acknowledgedAt: NOW + 9 })
      expect((await store.session(session.id))?.factCursor).toBe(10)
      await store.transaction((tx) => tx.acknowledgeSessionMessage(session.id, first.id, NOW + 11))
      expect(await store.sessionMessage(first.id)).toEqual({ ...first, acknowledgedAt: NOW + 8 })
    })

    it('S5: read the hold of a provider that an earlier transaction of the group has written', async () => {
      const { store } = database()
      const provider = `provider of ${crypto.randomUUID()}`
      const hold: ProviderHold = { provider, until: NOW, reason: 'busy', since: NOW, refusals: 1 }
      const look = () => store.transaction((tx) => tx.providerHold(provider))
      expect(await Promise.all([look(), look()])).toEqual([null, null])
      const looks = [store.transaction((tx) => tx.putProviderHold(hold)), look(), look()]
      expect(await Promise.all(looks)).toEqual([undefined, hold, hold])
    })
  })
