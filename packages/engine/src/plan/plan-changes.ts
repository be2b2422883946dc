import { isDeepStrictEqual } from 'node:util'
import type { Plan, PlanEpic, PlanTask } from '../domain/plan.ts'
import type { KeyChanges, PlanChanges } from '../domain/plan-changes.ts'
import type { EpicRecord, PlanRecord, TaskRecord } from '../domain/records.ts'
import type { ProjectSettings } from '../domain/settings.ts'
import { removedSafeguards, settingChanges } from './setting-changes.ts'

export interface PlannedProject {
  settings: ProjectSettings
  plan: PlanRecord
  /** The ids, by key, of archived epics and tasks that the new plan contains or depends on. */
  archived: { epics: ReadonlyMap<string, string>; tasks: ReadonlyMap<string, string> }
}

const TASKS_AT_ONCE = 500

/**
 * Returns what an import changes (P6). It yields after every 500 tasks, so that the server can do other work: 50,000 tasks take a second.
 */
export function* planChanges(before: PlannedProject, after: Plan): Generator<void, Omit<PlanChanges, 'keptFollowUps'>> {
  const same = sameAs(before)
  const tasks = after.epics.flatMap((epic) => epic.tasks.map((task) => ({ ...task, epicKey: epic.key })))
  return {
    settings: settingChanges(before.settings, after.settings),
    removedSafeguards: removedSafeguards(before.settings, after),
    epics: yield* keyChanges(before.plan.epics, after.epics, before.archived.epics, same.epic),
    tasks: yield* keyChanges(before.plan.tasks, tasks, before.archived.tasks, same.task),
  }
}

interface Keyed {
  key: string
}

function* keyChanges<Old extends Keyed, New extends Keyed>(
  before: readonly Old[],
  after: readonly New[],
  archived: ReadonlyMap<string, string>,
  isSame: (old: Old, now: New) => boolean,
): Generator<void, KeyChanges> {
  const old = new Map(before.map((entry) => [entry.key, entry]))
  const kept = new Set(after.map(({ key }) => key))
  const changes = { added: [] as string[], changed: [] as string[], revived: [] as string[] }
  for (const [index, now] of after.entries()) {
    if (index % TASKS_AT_ONCE === TASKS_AT_ONCE - 1) yield
    const earlier = old.get(now.key)
    if (earlier === undefined) changes[archived.has(now.key) ? 'revived' : 'added'].push(now.key)
    else if (!isSame(earlier, now)) changes.changed.push(now.key)
  }
  return { ...changes, archived: before.map(({ key }) => key).filter((key) => !kept.has(key)) }
}

function sameAs({ plan: { epics, tasks }, archived }: PlannedProject) {
  const epicKeys = keysById(epics, archived.epics)
  const taskKeys = keysById(tasks, archived.tasks)
  return {
    epic: (old: EpicRecord, { name, priority, dependsOn }: PlanEpic): boolean =>
      old.name === name &&
      old.priority === priority &&
      sameNeeds(
        old.dependsOn.map((id) => epicKeys.get(id)),
        dependsOn,
      ),
    task: (old: TaskRecord, now: PlanTask & { epicKey: string }): boolean =>
      old.description === now.description &&
      old.action === now.action &&
      old.priority === now.priority &&
      epicKeys.get(old.epicId) === now.epicKey &&
      isDeepStrictEqual(old.settings, now.settings) &&
      sameNeeds(
        old.dependsOn.map(({ taskId, kind }) => `${kind} ${taskKeys.get(taskId)}`),
        now.dependsOn.map(({ key, kind }) => `${kind} ${key}`),
      ),
  }
}

function keysById(entries: readonly { id: string; key: string }[], archived: ReadonlyMap<string, string>) {
  const keys = new Map(entries.map(({ id, key }) => [id, key]))
  for (const [key, id] of archived) keys.set(id, key)
  return keys
}

/** Compares dependencies without regard to their order, because the database keeps them in no particular order. */
const sameNeeds = (before: readonly (string | undefined)[], after: readonly string[]): boolean =>
  before.length === after.length && new Set([...before, ...after]).size === after.length
