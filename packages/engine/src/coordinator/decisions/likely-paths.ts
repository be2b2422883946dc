import type { RunTaskRecord } from '../../domain/records.ts'

export interface PastWork {
  task: string
  epic: string | null
  paths: readonly string[]
}

/**
 * A task has at most this many likely paths. The limit keeps decisions fast, because a decision compares the paths of the running tasks
 * with those of the next tasks.
 */
const MOST_PATHS = 50

/**
 * Returns the paths that each task will probably change, by task key:
 *
 * - the `files` of the plan
 * - the paths that an earlier run of the task changed
 * - the paths that at least half of the epic's earlier tasks, and at least two of them, changed
 */
export function likelyPaths(
  tasks: readonly Pick<RunTaskRecord, 'key' | 'epicKey' | 'settings'>[],
  past: readonly PastWork[],
): ReadonlyMap<string, readonly string[]> {
  const ofTask = Map.groupBy(past, ({ task }) => task)
  const byEpic = Map.groupBy(past, ({ epic }) => epic)
  const ofEpic = new Map([...byEpic].map(([epic, works]) => [epic, commonPaths(works)]))
  return new Map(
    tasks.map(({ key, epicKey, settings }) => {
      const own = (ofTask.get(key) ?? []).flatMap(({ paths }) => paths)
      const all = new Set([...settings.files, ...own, ...(ofEpic.get(epicKey) ?? [])])
      return [key, [...all].slice(0, MOST_PATHS)]
    }),
  )
}

function commonPaths(works: readonly PastWork[]): string[] {
  const counts = new Map<string, number>()
  for (const path of works.flatMap(({ paths }) => [...new Set(paths)])) counts.set(path, (counts.get(path) ?? 0) + 1)
  const least = Math.max(2, works.length / 2)
  return [...counts].filter(([, count]) => count >= least).map(([path]) => path)
}
