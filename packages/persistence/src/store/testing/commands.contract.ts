import { randomUUID } from 'node:crypto'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { Database } from '../../database/database.ts'
import { storedRun } from '../../testing/stored-records.ts'

/**
 * What the store guarantees about the commands of people: with the number of a command, the owner of a run finds the tasks that the command
 * changed.
 */
export const commandsContract = (database: () => Database) =>
  describe('commands', () => {
    it('have numbers within their run, and the tasks that they changed are found by number', async () => {
      const { store } = database()
      const { run, task } = await storedRun(store)
      expect(await store.runTasksAfter(run.id, task.lastCommand)).toEqual([])
      const number = await store.transaction(async (tx) => {
        const command = (await tx.nextCommand(run.id)) ?? 0
        await tx.updateRunTask(task.id, ['RUNNING'], { cancelRequested: true, lastCommand: command })
        return command
      })
      expect(number).toBe(run.lastCommand + 1)
      expect((await store.run(run.id))?.lastCommand).toBe(number)
      expect(await store.runTasksAfter(run.id, run.lastCommand)).toEqual([
        { ...task, cancelRequested: true, lastCommand: number },
      ])
      expect(await store.runTasksAfter(run.id, number)).toEqual([])
    })

    it('R3: have different numbers, even if many begin at the same time', async () => {
      const { store } = database()
      const { run } = await storedRun(store)
      const numbers = await Promise.all(
        Array.from({ length: 8 }, () => store.transaction((tx) => tx.nextCommand(run.id))),
      )
      expect(numbers.map(Number).toSorted((a, b) => a - b)).toEqual(
        Array.from({ length: 8 }, (_, index) => run.lastCommand + 1 + index),
      )
    })

    it('have no number if their run does not exist', async () => {
      const { store } = database()
      for (const id of [randomUUID(), 'no id'])
        expect(await store.transaction((tx) => tx.nextCommand(id)), id).toBeNull()
    })

    it('notify listeners of their run after the commit; other writes do not', async () => {
      const { store } = database()
      const [{ run }, other] = [await storedRun(store), await storedRun(store)]
      const notified = vi.fn()
      onTestFinished(store.onCommands(run.id, notified))
      await store.transaction((tx) => tx.updateRun(run.id, ['RUNNING'], { statusReason: 'not a command' }))
      await store.transaction((tx) => tx.nextCommand(other.run.id))
      const failed = store.transaction(async (tx) => {
        await tx.nextCommand(run.id)
        throw new Error('no')
      })
      await expect(failed).rejects.toThrow('no')
      await store.transaction((tx) => tx.nextCommand(run.id))
      await vi.waitFor(() => expect(notified).toHaveBeenCalled())
    })
  })
