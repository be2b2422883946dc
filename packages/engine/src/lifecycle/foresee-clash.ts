import type { Clash, RunTaskRecord } from '../domain/records.ts'
import { isTaskEnded } from '../domain/statuses.ts'
import { change, type OwnerDeps } from './change.ts'

/**
 * Records that the work of a task conflicts with the work of another task in these files. The clash is stored with both tasks, but a task
 * that has ended gets none.
 *
 * @returns the tasks with their new clashes. There are none when the clash is already recorded or the task has ended. It is null when a
 * task has changed meanwhile
 */
export async function foreseeClash(
  deps: OwnerDeps,
  task: RunTaskRecord,
  other: RunTaskRecord,
  files: readonly string[],
): Promise<RunTaskRecord[] | null> {
  const isKnown = task.clashes.some((clash) => clash.key === other.key && sameFiles(clash.files, files))
  if (isKnown || isTaskEnded(task.status)) return []
  return change(deps, task.runId, async (it) => {
    const changed: RunTaskRecord[] = []
    for (const [one, clash] of [
      [task, { key: other.key, files }],
      [other, { key: task.key, files }],
    ] as const) {
      if (isTaskEnded(one.status)) continue
      const clashes = withClash(one.clashes, clash)
      it.require(await it.tx.updateRunTask(one.id, [one.status], { clashes }))
      changed.push({ ...one, clashes })
    }
    it.emit({ type: 'ClashForeseen', data: { taskKey: task.key, otherKey: other.key, files, runTaskId: task.id } })
    return changed
  })
}

/** Adds a clash in place of an earlier one with the same task. */
const withClash = (clashes: readonly Clash[], clash: Clash): Clash[] => [
  ...clashes.filter(({ key }) => key !== clash.key),
  clash,
]

const sameFiles = (before: readonly string[], after: readonly string[]): boolean =>
  before.length === after.length && before.every((path, index) => path === after[index])
