import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { Database } from '../../database/database.ts'
import { NOW, sampleBatch, sampleRun } from '../../testing/sample-records.ts'
import { storedProject } from '../../testing/stored-records.ts'

export const newWorkContract = (database: () => Database) =>
  describe('new work', () => {
    it('notifies listeners after its commit: a run, and a delivery that a person requests', async () => {
      const { store } = database()
      const project = await storedProject(store)
      const run = sampleRun(project, { status: 'COMPLETED', deliveryRequestedAt: null })
      const notified = vi.fn()
      onTestFinished(store.onWork(notified))
      await store.transaction((tx) => tx.insertRun(run, [sampleBatch(run)], []))
      await vi.waitFor(() => expect(notified).toHaveBeenCalled())
      notified.mockClear()
      await store.transaction((tx) => tx.updateRun(run.id, ['COMPLETED'], { deliveryRequestedAt: NOW }))
      await vi.waitFor(() => expect(notified).toHaveBeenCalled())
    })
  })
