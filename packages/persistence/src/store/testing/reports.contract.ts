import { randomUUID } from 'node:crypto'
import type { FollowUpRecord } from '@coppice/engine'
import { describe, expect, it } from 'vitest'
import type { Database } from '../../database/database.ts'
import { NOW } from '../../testing/sample-records.ts'
import { storedRun } from '../../testing/stored-records.ts'

export const reportsContract = (database: () => Database) =>
  describe('reports of agents', () => {
    async function given() {
      const { store } = database()
      const { run, task, project } = await storedRun(store)
      const place = { runTaskId: task.id, sessionId: randomUUID() }
      const proposal = (title: string): Omit<FollowUpRecord, 'number'> => ({
        ...{ ...place, id: randomUUID(), projectId: project.id, taskId: task.taskId, title, text: 'why' },
        ...{ epicKey: task.epicKey, dependsOn: [task.key], status: 'PROPOSED', proposedAt: NOW },
        ...{ decidedAt: null, decidedBy: null, taskKey: null },
      })
      const propose = (title: string) => {
        const followUp = proposal(title)
        return store.transaction(async (tx) => ({ followUp, number: await tx.insertFollowUp(followUp) }))
      }
      const log = (title: string) => {
        const issue = { ...place, id: randomUUID(), runId: run.id, title, text: '', loggedAt: NOW }
        return store.transaction((tx) => tx.insertIssue(issue))
      }
      return { store, project, task, propose, log }
    }

    it('R1: the same words about one task are stored once', async () => {
      const { log, propose } = await given()
      expect([await log('a'), await log('b'), await log('a')]).toEqual([true, true, false])
      const numbers = [await propose('a'), await propose('b'), await propose('a')].map(({ number }) => number)
      expect(numbers).toEqual([1, 2, null])
    })

    it('a proposal is decided about once', async () => {
      const { store, propose } = await given()
      const { followUp } = await propose('a')
      const decision = { status: 'ACCEPTED', decidedAt: NOW + 1, decidedBy: 'ada', taskKey: 'k' } as const
      const decide = () => store.transaction((tx) => tx.decideFollowUp(followUp.id, decision))
      expect([await decide(), await decide()]).toEqual([true, false])
      expect(await store.followUp(followUp.id)).toEqual({ ...followUp, number: 1, ...decision })
      expect(await store.followUp('no uuid')).toBeNull()
    })

    it('P6: a task that is added is the last of a new version of the plan, whose text stays', async () => {
      const { store, project } = await given()
      const before = await store.plan(project.id)
      const [first] = before.tasks
      if (first === undefined) throw new Error('no task')
      const added = { ...first, key: 'added', dependsOn: [{ taskId: first.id, kind: 'HARD' as const }] }
      const { key, epicId, description, action, priority, settings, dependsOn } = added
      const task = { key, epicId, description, action, priority, settings, dependsOn }
      await store.transaction((tx) => tx.addTask(project.id, task, NOW))
      expect((await store.plan(project.id)).tasks.at(-1)).toMatchObject({
        ...{ ...task, followUp: true, archivedAt: null },
      })
      expect((await store.project(project.id))?.planVersion).toBe(project.planVersion + 1)
    })
  })
