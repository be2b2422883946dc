import type { RunTaskRecord } from '../../domain/records.ts'
import type { DependencyKind } from '../../domain/statuses.ts'
import { SHEET_DEPENDENCIES, type SheetDependency, type TaskSheet } from '../../domain/task-calls.ts'

/** The number of characters of the description of a dependency. */
const MAX_DESCRIPTION = 300

/**
 * Returns the sheet of an attempt: what its task tools return about the task.
 *
 * @param taskOfRun returns the task of the same run with a key
 * @param expertise the entries that were chosen for the session, as text
 */
export function sheetOf(
  task: RunTaskRecord,
  taskOfRun: (key: string) => RunTaskRecord,
  expertise: string | null,
): TaskSheet {
  const { key, description, action, epicKey, epicName, settings, dependsOn } = task
  const listed = dependsOn.slice(0, SHEET_DEPENDENCIES)
  return {
    ...{ key, description, action, epic: { key: epicKey, name: epicName }, files: settings.files },
    expertise,
    dependencies: listed.map(({ key: other, kind }) => dependencyOf(taskOfRun(other), kind)),
    moreDependencies: dependsOn.length - listed.length,
  }
}

function dependencyOf(task: RunTaskRecord, kind: DependencyKind): SheetDependency {
  const { key, description, status, commit } = task
  const words = description.slice(0, MAX_DESCRIPTION).toWellFormed()
  return { key, kind: kind === 'HARD' ? 'hard' : 'soft', description: words, status, commit }
}
