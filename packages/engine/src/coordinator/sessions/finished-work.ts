import { movesTask, type SessionKind } from '../../domain/statuses.ts'

interface CompletedSession {
  runTaskId: string
  kind: SessionKind
  number: number
}

/** The newest session that finished the work of each task in this run. Sessions that do not move their task are ignored. */
export class FinishedWork {
  readonly #last = new Map<string, number>()

  /** Adds a session with status COMPLETED. Sessions must be added in the order of their numbers within a task. */
  add({ runTaskId, kind, number }: CompletedSession): void {
    if (movesTask(kind)) this.#last.set(runTaskId, number)
  }

  /** @returns the number of the newest session that finished the task's work, or null when no session of this run has finished it */
  sessionOf(runTaskId: string): number | null {
    return this.#last.get(runTaskId) ?? null
  }
}
