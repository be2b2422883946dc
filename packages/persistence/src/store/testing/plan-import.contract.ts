import type { Plan } from '@coppice/engine'
import { describe, expect, it } from 'vitest'
import type { Database } from '../../database/database.ts'
import { NOW, sampleEpic, samplePlan, samplePlanTask } from '../../testing/sample-records.ts'
import { storedProject } from '../../testing/stored-records.ts'

const FIRST = samplePlan([
  sampleEpic('core', [
    samplePlanTask('charset'),
    samplePlanTask('slugify', { action: 'Create \0 it.', priority: 1, dependsOn: [{ key: 'charset', kind: 'HARD' }] }),
  ]),
  sampleEpic('docs', [samplePlanTask('readme', { dependsOn: [{ key: 'slugify', kind: 'SOFT' }] })], {
    priority: 2,
    dependsOn: ['core'],
  }),
])

export const planImportContract = (database: () => Database) =>
  describe('a plan', () => {
    const imported = async (...plans: Plan[]) => {
      const { store } = database()
      const { id } = await storedProject(store)
      for (const [index, plan] of plans.entries()) {
        await store.transaction((tx) => tx.replacePlan(id, plan, `source ${index}`, NOW + index))
      }
      return { id, ...(await store.plan(id)) }
    }

    /** Returns all epics and tasks of the project, including archived ones, by position. */
    const withArchived = async (projectId: string) => {
      const query = { where: { projectId }, orderBy: { position: 'asc' } } as const
      const { prisma } = database()
      return { epics: await prisma.epic.findMany(query), tasks: await prisma.task.findMany(query) }
    }

    it('is stored with its order, priorities and dependencies', async () => {
      const { epics, tasks } = await imported(FIRST)
      const [core, docs] = epics
      const [charset, slugify, readme] = tasks
      expect(epics.map((epic) => [epic.key, epic.name, epic.priority, epic.position, epic.dependsOn])).toEqual([
        ['core', 'Epic core', 7, 0, []],
        ['docs', 'Epic docs', 2, 1, [core?.id]],
      ])
      expect(tasks.map((task) => [task.key, task.epicId, task.priority, task.position, task.dependsOn])).toEqual([
        ['charset', core?.id, 9, 0, []],
        ['slugify', core?.id, 1, 1, [{ taskId: charset?.id, kind: 'HARD' }]],
        ['readme', docs?.id, 9, 2, [{ taskId: slugify?.id, kind: 'SOFT' }]],
      ])
      expect(readme?.settings).toEqual(samplePlanTask('readme').settings)
      expect(charset?.action).toBeNull()
      expect(slugify?.action).toBe('Create ␀ it.')
      expect([...epics, ...tasks].every((entry) => entry.archivedAt === null)).toBe(true)
    })

    it('no longer contains a dropped task, until an import adds the task again', async () => {
      const { store } = database()
      const { id, tasks } = await imported(FIRST)
      const [charset, slugify] = tasks
      expect(await store.task(slugify?.id ?? '')).toEqual(slugify)
      await store.transaction((tx) => tx.archiveTask(charset?.id ?? '', NOW))
      expect(await store.task(charset?.id ?? '')).toBeNull()
      expect(await store.task('no-uuid')).toBeNull()
      const named = async () => (await store.plan(id)).tasks.map(({ key }) => key)
      expect(await named()).toEqual(['slugify', 'readme'])
      await store.transaction((tx) => tx.replacePlan(id, FIRST, 'again', NOW))
      expect(await named()).toEqual(['charset', 'slugify', 'readme'])
    })

    it('has numbered versions, keeps each source, and sets the settings of the project', async () => {
      const { store, prisma } = database()
      const { id } = await imported(FIRST, samplePlan())
      const project = await store.project(id)
      expect(project?.planVersion).toBe(2)
      expect(project?.settings.verify).toEqual(['make check'])
      const versions = await prisma.planVersion.findMany({ where: { projectId: id }, orderBy: { version: 'asc' } })
      expect(versions.map((version) => [version.version, version.source, version.importedAt.getTime()])).toEqual([
        [1, 'source 0', NOW],
        [2, 'source 1', NOW + 1],
      ])
    })

    it('P6: is updated by a second import: epics and tasks are matched by key and keep their ids', async () => {
      const before = await imported(FIRST)
      const { store } = database()
      const changed = samplePlan([
        sampleEpic('docs', [
          samplePlanTask('slugify', { description: 'Other words', action: null, priority: 3 }),
          samplePlanTask('readme'),
        ]),
        sampleEpic('core', [samplePlanTask('charset', { dependsOn: [{ key: 'readme', kind: 'HARD' }] })], {
          name: 'Kern',
        }),
      ])
      await store.transaction((tx) => tx.replacePlan(before.id, changed, '', NOW))
      const after = await store.plan(before.id)
      const idOf = (key: string) => [...before.epics, ...before.tasks].find((entry) => entry.key === key)?.id
      expect(after.epics.map((epic) => [epic.key, epic.id, epic.name, epic.position, epic.dependsOn])).toEqual([
        ['docs', idOf('docs'), 'Epic docs', 0, []],
        ['core', idOf('core'), 'Kern', 1, []],
      ])
      expect(after.tasks.map((task) => [task.key, task.id, task.epicId, task.dependsOn])).toEqual([
        ['slugify', idOf('slugify'), idOf('docs'), []],
        ['readme', idOf('readme'), idOf('docs'), []],
        ['charset', idOf('charset'), idOf('core'), [{ taskId: idOf('readme'), kind: 'HARD' }]],
      ])
      expect(after.tasks[0]).toMatchObject({ description: 'Other words', action: null, priority: 3 })
    })

    it('P6: archives missing tasks once, and revives them when they are in the plan again', async () => {
      const { store } = database()
      const { id, tasks: left } = await imported(FIRST, samplePlan([sampleEpic('core', [samplePlanTask('charset')])]))
      expect(left.map((task) => task.key)).toEqual(['charset'])
      const { tasks: before } = await withArchived(id)
      const archived = before.filter((task) => task.archivedAt !== null)
      expect(archived.map((task) => [task.key, task.archivedAt?.getTime()])).toEqual([
        ['slugify', NOW + 1],
        ['readme', NOW + 1],
      ])
      expect(await store.archivedTasks(id, ['charset', 'readme', 'nowhere'])).toEqual(
        new Map([['readme', before.find((task) => task.key === 'readme')?.id]]),
      )
      expect([...(await store.archivedEpics(id, ['core', 'docs'])).keys()]).toEqual(['docs'])
      await store.transaction((tx) =>
        tx.replacePlan(id, samplePlan([sampleEpic('core', [samplePlanTask('slugify')])]), '', NOW + 9),
      )
      const { epics, tasks } = await withArchived(id)
      const archivedAt = (entries: { key: string; archivedAt: Date | null }[]) =>
        Object.fromEntries(entries.map((entry) => [entry.key, entry.archivedAt?.getTime() ?? null]))
      expect(archivedAt(tasks)).toEqual({
        charset: NOW + 9,
        slugify: null,
        readme: NOW + 1,
      })
      expect(archivedAt(epics)).toEqual({
        core: null,
        docs: NOW + 1,
      })
      const slugify = (entries: typeof tasks) => entries.find((task) => task.key === 'slugify')?.id
      expect(slugify(tasks)).toBe(slugify(before))
    })

    it('P6: may have a dependency on an archived task', async () => {
      const next = samplePlan([
        sampleEpic('more', [samplePlanTask('extra', { dependsOn: [{ key: 'charset', kind: 'HARD' }] })]),
      ])
      const { id, tasks } = await imported(FIRST, next)
      const charset = (await withArchived(id)).tasks.find((task) => task.key === 'charset')
      expect(charset?.archivedAt).not.toBeNull()
      expect(tasks.find((task) => task.key === 'extra')?.dependsOn).toEqual([{ taskId: charset?.id, kind: 'HARD' }])
    })

    it('does not change the plan of another project with the same keys', async () => {
      const { store } = database()
      const one = await imported(FIRST)
      const two = await imported(FIRST)
      await store.transaction((tx) => tx.replacePlan(two.id, samplePlan([]), '', NOW))
      expect(await store.plan(one.id)).toEqual({ epics: one.epics, tasks: one.tasks })
      expect(await store.plan(two.id)).toEqual({ epics: [], tasks: [] })
      expect((await withArchived(two.id)).tasks.every((task) => task.archivedAt?.getTime() === NOW)).toBe(true)
    })

    it('P6: with many tasks can be staged before its import; no read returns staged tasks', async () => {
      const { store } = database()
      const many = (epic: string, ...needs: string[]) =>
        sampleEpic(
          epic,
          Array.from({ length: 600 }, (_, index) =>
            samplePlanTask(`${epic}-${index}`, {
              dependsOn: (index === 0 ? needs : [`${epic}-${index - 1}`]).map((key) => ({ key, kind: 'HARD' })),
            }),
          ),
        )
      const { id, ...before } = await imported(FIRST)
      const plan = samplePlan([...FIRST.epics, many('new', 'charset', 'late')])
      const late = sampleEpic('core', [...(FIRST.epics[0]?.tasks ?? []), samplePlanTask('late')])
      const whole = samplePlan([late, ...plan.epics.slice(1)])
      const abandoned = await store.stagePlan(id, samplePlan([...FIRST.epics, many('new'), many('left')]), NOW)
      const staged = await store.stagePlan(id, whole, NOW + 1)
      expect(await store.plan(id)).toEqual({ epics: before.epics, tasks: before.tasks })
      expect(await store.task([...staged.values()][0] ?? '')).toBeNull()
      await store.transaction((tx) => tx.replacePlan(id, whole, '', NOW + 2, staged))
      const { tasks } = await store.plan(id)
      expect(tasks.map(({ key, position }) => [key, position])).toEqual(
        whole.epics.flatMap((epic) => epic.tasks).map(({ key }, index) => [key, index]),
      )
      const idOf = (key: string) => tasks.find((task) => task.key === key)?.id
      const needsOf = (key: string) => tasks.find((task) => task.key === key)?.dependsOn.map(({ taskId }) => taskId)
      expect(needsOf('new-0')?.toSorted()).toEqual([idOf('charset'), idOf('late')].toSorted())
      expect(needsOf('new-599')).toEqual([idOf('new-598')])
      // This plan is too small to be staged. The tasks that were staged but never imported must not appear in it.
      const back = samplePlan([sampleEpic('left', [samplePlanTask('left-7')])])
      await store.stagePlan(id, back, NOW + 3)
      await store.transaction((tx) => tx.replacePlan(id, back, '', NOW + 3))
      expect((await store.plan(id)).tasks.map(({ key }) => key)).toEqual(['left-7'])
      expect(abandoned.size).toBe(staged.size === 0 ? 0 : 1_200)
    })

    it('with 5,000 tasks is imported twice without blocking the event loop for long', async () => {
      const epics = Array.from({ length: 50 }, (_, epic) =>
        sampleEpic(
          `e-${epic}`,
          Array.from({ length: 100 }, (_, task) =>
            samplePlanTask(`t-${epic}-${task}`, {
              dependsOn: task === 0 ? [] : [{ key: `t-${epic}-${task - 1}`, kind: 'HARD' }],
            }),
          ),
          { dependsOn: epic === 0 ? [] : [`e-${epic - 1}`] },
        ),
      )
      const turns = countTurns()
      const { tasks } = await imported(samplePlan(epics), samplePlan(epics.toReversed()))
      expect(turns.stop()).toBeGreaterThan(20)
      expect(tasks).toHaveLength(5_000)
      expect(tasks[0]).toMatchObject({ key: 't-49-0', position: 0 })
      expect(tasks.filter((task) => task.dependsOn.length === 1)).toHaveLength(4_950)
    })
  })

function countTurns() {
  let turns = 0
  const timer = setInterval(() => turns++, 1)
  return {
    stop() {
      clearInterval(timer)
      return turns
    },
  }
}
