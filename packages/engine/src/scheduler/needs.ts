import { isTaskEnded } from '../domain/statuses.ts'
import type { Snapshot, TaskState } from './snapshot.ts'

export type NeedsMet = (task: TaskState) => boolean

/** S3, P4: what a task needs is merged, or for a soft dependency has ended. */
export function needsMet({ tasks }: Snapshot): NeedsMet {
  const status = new Map(tasks.map((task) => [task.key, task.status]))
  return (task) =>
    task.needs.every(({ key, kind }) => {
      const need = status.get(key)
      return need === undefined || (kind === 'HARD' ? need === 'COMPLETED' : isTaskEnded(need))
    })
}
