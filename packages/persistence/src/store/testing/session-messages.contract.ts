import { randomUUID } from 'node:crypto'
import type { SessionMessageRecord } from '@coppice/engine'
import { describe, expect, it } from 'vitest'
import type { Database } from '../../database/database.ts'
import { NOW, sampleSession } from '../../testing/sample-records.ts'
import { storedRun } from '../../testing/stored-records.ts'

export const sessionMessagesContract = (database: () => Database) =>
  describe('messages to sessions', () => {
    async function storedSession() {
      const { store } = database()
      const { run, task, project } = await storedRun(store)
      const session = sampleSession(task, project.id)
      await store.transaction((tx) => tx.insertSession(session))
      const message = (writtenAt: number, more: Partial<SessionMessageRecord> = {}): SessionMessageRecord => ({
        ...{ id: randomUUID(), runId: run.id, sessionId: session.id, author: 'ada' },
        ...{ message: { type: 'answer', askId: 'a', optionId: 'yes' }, writtenAt, acknowledgedAt: null },
        ...more,
      })
      const insert = (one: SessionMessageRecord) => store.transaction((tx) => tx.insertSessionMessage(one))
      return { store, run, session, message, insert }
    }

    it('are stored once, whatever a second message with the same id contains', async () => {
      const { store, message, insert } = await storedSession()
      const first = message(NOW)
      expect(await insert(first)).toBe(true)
      expect(await insert({ ...first, author: null, message: { type: 'cancel' } })).toBe(false)
      expect(await store.sessionMessage(first.id)).toEqual(first)
      expect(await store.sessionMessage('no uuid')).toBeNull()
    })

    it('are open until their session acknowledges them or ends', async () => {
      const { store, run, session, message, insert } = await storedSession()
      const [second, first] = [message(NOW + 1), message(NOW)]
      await insert(second)
      await insert(first)
      expect(await store.openSessionMessages(run.id)).toEqual([first, second])
      await store.transaction(async (tx) => {
        await tx.acknowledgeSessionMessage(session.id, first.id, NOW + 5)
        await tx.acknowledgeSessionMessage(session.id, first.id, NOW + 6)
        await tx.acknowledgeSessionMessage(randomUUID(), second.id, NOW + 6)
        await tx.acknowledgeSessionMessage(session.id, 'another id', NOW + 6)
      })
      expect(await store.sessionMessage(first.id)).toEqual({ ...first, acknowledgedAt: NOW + 5 })
      expect(await store.openSessionMessages(run.id)).toEqual([second])
      await store.transaction((tx) => tx.updateSession(session.id, ['RUNNING'], { status: 'COMPLETED' }))
      expect(await store.openSessionMessages(run.id)).toEqual([])
      const all = [{ ...first, acknowledgedAt: NOW + 5 }, second]
      expect(await store.sessionMessages(session.id)).toEqual(all)
      expect(await store.sessionMessages('no uuid')).toEqual([])
    })
  })
