import type { SessionRecord } from '../../domain/records.ts'
import { movesTask } from '../../domain/statuses.ts'
import type { Teacher } from '../../lifecycle/learn-from.ts'

/**
 * The sessions that made the finished work of each task in this run: the newest attempt that finished its work, and the conflict sessions
 * after it. Work that verify refused is not among them, because the next attempt replaces it.
 */
export class Teachers {
  readonly #of = new Map<string, Teacher[]>()

  /** Adds a session with status COMPLETED. Sessions must be added in the order of their numbers within a task. */
  add({ runTaskId, kind, id, projectId, number, expertise, tipCommit, worktreePath, shown }: SessionRecord): void {
    if (!movesTask(kind)) return
    const earlier = kind === 'WORK' ? [] : this.of(runTaskId)
    const teacher = { id, projectId, number, kind, expertise, tipCommit, worktreePath, shown }
    this.#of.set(runTaskId, [...earlier, teacher])
  }

  /** Returns the sessions of a task, in the order of their numbers. */
  of(runTaskId: string): Teacher[] {
    return this.#of.get(runTaskId) ?? []
  }
}
