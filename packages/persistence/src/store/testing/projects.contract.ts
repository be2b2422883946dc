import { describe, expect, it } from 'vitest'
import type { Database } from '../../database/database.ts'
import { NOW, sampleProject } from '../../testing/sample-records.ts'
import { storedProject, storedRun } from '../../testing/stored-records.ts'

export const projectsContract = (database: () => Database) =>
  describe('projects', () => {
    it('are read as they were stored, by id and by name', async () => {
      const { store } = database()
      const project = await storedProject(store)
      expect(await store.project(project.id)).toEqual(project)
      expect(await store.projectByName(project.name)).toEqual(project)
      expect(await store.projects()).toContainEqual(project)
    })

    it('are refused if the name is taken, and the transaction continues', async () => {
      const { store } = database()
      const first = await storedProject(store)
      const second = sampleProject({ name: first.name })
      const third = sampleProject()
      const answers = await store.transaction(async (tx) => [
        await tx.insertProject(second),
        await tx.insertProject(third),
      ])
      expect(answers).toEqual([false, true])
      expect(await store.project(second.id)).toBeNull()
      expect(await store.project(third.id)).toEqual(third)
    })

    it('change only in the fields of a patch', async () => {
      const { store } = database()
      const project = await storedProject(store)
      const settings = { ...project.settings, redBase: 'allow' } as const
      await store.transaction((tx) => tx.updateProject(project.id, { baseBranch: 'next', settings }))
      expect(await store.project(project.id)).toEqual({ ...project, baseBranch: 'next', settings })
    })

    it('are deleted with all records that belong to them', async () => {
      const { store, prisma } = database()
      const { project, run, task } = await storedRun(store)
      await store.transaction(async (tx) => {
        await tx.appendEvents(run.id, NOW, [
          { type: 'RunStarted', data: { totalBatches: 1, totalTasks: 1, maxConcurrency: 1 } },
        ])
        await tx.deleteProject(project.id)
      })
      expect(await store.project(project.id)).toBeNull()
      expect(await store.run(run.id)).toBeNull()
      expect(await store.runTask(task.id)).toBeNull()
      expect(await prisma.event.count({ where: { runId: run.id } })).toBe(0)
    })

    it('can contain text with NUL and with halves of surrogate pairs', async () => {
      const { store } = database()
      const project = sampleProject({
        name: 'n\0ul \ud83d',
        settings: { ...sampleProject().settings, verify: ['\0 \udc00'] },
      })
      expect(await store.transaction((tx) => tx.insertProject(project))).toBe(true)
      const stored = await store.projectByName('n\0ul \ud83d')
      expect(stored?.name).toBe('n␀ul \ufffd')
      expect(stored?.settings.verify).toEqual(['␀ \ufffd'])
    })

    it('are null, and not an error, for an id that is not a UUID', async () => {
      const { store } = database()
      for (const id of ['', 'x', '00000000-0000-0000-0000-00000000000g', '\0', '\'; DROP TABLE "Project"; --']) {
        expect(await store.project(id)).toBeNull()
        expect(await store.plan(id)).toEqual({ epics: [], tasks: [] })
        expect(await store.run(id)).toBeNull()
        expect(await store.runs(id)).toEqual([])
        expect(await store.activeRun(id)).toBeNull()
        expect(await store.batches(id)).toEqual([])
        expect(await store.runTasks(id)).toEqual([])
        expect(await store.runTask(id)).toBeNull()
        expect(await store.runTasksOf(id)).toEqual([])
        expect(await store.session(id)).toBeNull()
        expect(await store.sessions(id)).toEqual([])
        expect(await store.sessionsOf([id])).toEqual([])
        expect(await store.events(id, 0, 10)).toEqual([])
        await store.transaction(async (tx) => {
          await tx.updateProject(id, { baseBranch: 'x' })
          await tx.deleteProject(id)
          expect(await tx.updateRun(id, ['RUNNING'], {})).toBe(false)
          expect(await tx.updateBatch(id, ['RUNNING'], {})).toBe(false)
          expect(await tx.updateRunTask(id, ['RUNNING'], {})).toBe(false)
          expect(await tx.updateSession(id, ['RUNNING'], {})).toBe(false)
        })
      }
    })

    it('R3: number their sessions from 1 without duplicates, even if many begin at the same time', async () => {
      const { store } = database()
      const { id } = await storedProject(store)
      const asks = Array.from({ length: 20 }, () => store.transaction((tx) => tx.nextSessionNumber(id)))
      const numbers = (await Promise.all(asks)).sort((a, b) => a - b)
      expect(numbers).toEqual(Array.from({ length: 20 }, (_, index) => index + 1))
    })
  })
