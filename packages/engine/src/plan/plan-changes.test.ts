import { expect, test } from 'vitest'
import type { Plan } from '../domain/plan.ts'
import type { EpicRecord, TaskRecord } from '../domain/records.ts'
import { DEFAULT_PROJECT_SETTINGS } from '../domain/settings.ts'
import { parsePlan } from './parse-plan.ts'
import { type PlannedProject, planChanges } from './plan-changes.ts'

const planOf = (file: object): Plan => {
  const parsed = parsePlan(JSON.stringify(file))
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  return parsed.plan
}

/** Returns the state of a project after an import of `plan`. `archived` lists the keys of epics and tasks of earlier imports. */
function projectWith(plan: Plan, archived: readonly string[] = []): PlannedProject {
  const common = { projectId: 'p', archivedAt: null, followUp: false }
  const epics = plan.epics.map((epic, position): EpicRecord => ({ ...epic, ...common, id: `id-${epic.key}`, position }))
  const tasks = plan.epics.flatMap((epic) =>
    epic.tasks.map(
      (task, position): TaskRecord => ({
        ...task,
        ...common,
        id: `id-${task.key}`,
        epicId: `id-${epic.key}`,
        position,
        dependsOn: task.dependsOn.map(({ key, kind }) => ({ taskId: `id-${key}`, kind })).toReversed(),
      }),
    ),
  )
  const byId = epics.map((epic) => ({ ...epic, dependsOn: epic.dependsOn.map((key) => `id-${key}`) }))
  const ids = new Map(archived.map((key) => [key, `id-${key}`]))
  return { settings: plan.settings, plan: { epics: byId, tasks }, archived: { epics: ids, tasks: ids } }
}

const changes = (before: PlannedProject, after: Plan) => planChanges(before, after).next().value ?? null

const task = (key: string, more: object = {}) => ({
  ...{ key, description: `Do ${key}`, agent: 'command', run: './work.sh' },
  ...more,
})
const FILE = {
  verify: 'npm test',
  epics: [
    { key: 'core', tasks: [task('a'), task('b', { dependsOn: ['a', 'done-long-ago'] })] },
    { key: 'docs', dependsOn: ['core'], tasks: [task('c')] },
  ],
}
const SOUND = { ...FILE, epics: [{ key: 'old', tasks: [task('done-long-ago')] }, ...FILE.epics] }
const withoutOld = (): Plan => {
  const plan = planOf(SOUND)
  return { ...plan, epics: plan.epics.slice(1) }
}

test('P6: a model that learns is a setting of its own', () => {
  const after = planOf({ ...SOUND, expertise: { learn: 'model', model: 'a-model' } })
  expect(changes(projectWith(planOf(SOUND)), after)?.settings).toEqual([
    { name: 'expertise.learn', before: [], after: ['model: a-model'] },
  ])
})

test('P6: a second import of a plan changes nothing, even if a task needs an archived task', () => {
  const none = { added: [], changed: [], archived: [], revived: [] }
  expect(changes(projectWith(withoutOld(), ['done-long-ago']), withoutOld())).toEqual({
    settings: [],
    removedSafeguards: [],
    epics: none,
    tasks: none,
  })
})

test('P6: epics and tasks are added, changed, archived or revived by their keys', () => {
  const next = planOf({
    ...FILE,
    epics: [
      { key: 'docs', name: 'Other', tasks: [task('a'), task('new')] },
      { key: 'old', tasks: [task('done-long-ago'), task('b', { dependsOn: ['a'], timeout: '1h' })] },
    ],
  })
  expect(changes(projectWith(withoutOld(), ['old', 'done-long-ago']), next)).toMatchObject({
    epics: { added: [], changed: ['docs'], archived: ['core'], revived: ['old'] },
    tasks: { added: ['new'], changed: ['a', 'b'], archived: ['c'], revived: ['done-long-ago'] },
  })
})

test.each([
  ['description', task('a', { description: 'Other' })],
  ['action', task('a', { action: 'At length' })],
  ['priority', task('a', { priority: 1 })],
  ['agent settings', task('a', { agent: 'command', run: 'true' })],
])('P6: another %s changes a task', (_, changed) => {
  const before = projectWith(planOf({ epics: [{ key: 'e', tasks: [task('a')] }] }))
  const after = planOf({ epics: [{ key: 'e', tasks: [changed] }] })
  expect(changes(before, after)).toMatchObject({ tasks: { changed: ['a'] }, epics: { changed: [] } })
})

test('P6: each changed setting is listed with its name and its values as in a plan file', () => {
  const epics = [{ key: 'e', tasks: [task('a')] }]
  const before = projectWith(
    planOf({ epics, setup: 'npm ci', timeouts: { verify: '90s', setup: '2h' }, copy: ['.env'] }),
  )
  expect(
    changes(before, planOf({ epics, redBase: 'allow', maxConflictSessions: 0, resources: { database: 1 } })),
  ).toMatchObject({
    settings: [
      { name: 'setup', before: ['npm ci'], after: [] },
      { name: 'timeouts.verify', before: ['90s'], after: ['10m'] },
      { name: 'timeouts.setup', before: ['2h'], after: ['10m'] },
      { name: 'copy', before: ['.env'], after: [] },
      { name: 'resources', before: [], after: ['database: 1'] },
      { name: 'redBase', before: ['refuse'], after: ['allow'] },
      { name: 'maxConflictSessions', before: ['2'], after: ['0'] },
    ],
    removedSafeguards: [],
  })
})

test('P6: a change of any setting of a project is listed', () => {
  const plan = withoutOld()
  const other = Object.fromEntries(
    Object.entries(DEFAULT_PROJECT_SETTINGS).map(([name, value]) => [name, Array.isArray(value) ? ['x'] : 'x']),
  )
  const before = { ...projectWith(plan), settings: { ...DEFAULT_PROJECT_SETTINGS, ...other } }
  expect(changes(before, plan)?.settings).toHaveLength(Object.keys(DEFAULT_PROJECT_SETTINGS).length)
})

test.each([
  ['verify', { verify: 'npm test' }, {}, ['VERIFY']],
  ['no safeguard by mistake, because its list of commands is empty,', { verify: 'npm test' }, { verify: [] }, []],
  ['no safeguard by mistake, because it says auto,', { delivery: 'manual' }, { delivery: 'auto' }, []],
  ['manual delivery', { delivery: 'manual' }, {}, ['MANUAL_DELIVERY']],
  ['delivery to a branch', { delivery: 'branch' }, {}, ['MANUAL_DELIVERY']],
  ['both', { verify: 'npm test', delivery: 'manual' }, {}, ['VERIFY', 'MANUAL_DELIVERY']],
  ['no safeguard, but changes verify,', { verify: 'npm test' }, { verify: 'make' }, []],
  ['no safeguard of a project without any', {}, {}, []],
])('P6: the removed safeguards are listed for a plan that removes %s', (_, before, after, removed) => {
  const epics = [{ key: 'e', tasks: [task('a')] }]
  expect(changes(projectWith(planOf({ epics, ...before })), planOf({ epics, ...after }))?.removedSafeguards).toEqual(
    removed,
  )
})
