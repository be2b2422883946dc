import type { RunRecord, RunTaskRecord } from '../../domain/records.ts'
import type { Store } from '../../ports/store.ts'
import { Latch } from '../latch.ts'
import type { RunState } from './run-state.ts'

/** The id of a run, and the number of the last command that its owner has read. */
type SeenCommands = Pick<RunRecord, 'id' | 'lastCommand'>

/**
 * Reports the commands to one run to the owner of the run. Any process may carry out a command, and the owner learns of it only from the
 * database. So the follower reads the run again when it may have changed. The cursor is the number of the last command that the owner has
 * read. After new commands the follower calls `take` with the current record of the run and the old cursor. The calls do not overlap.
 */
export class CommandFollower {
  readonly #store: Store
  readonly #latch = new Latch()
  readonly #stopListening: () => void
  #stopped = false
  /** Resolves after `stop`. Rejects when the database cannot be read, or when `take` rejects. */
  readonly done: Promise<void>

  constructor(store: Store, run: SeenCommands, take: (run: RunRecord, after: number) => Promise<void>) {
    this.#store = store
    this.#stopListening = store.onCommands(run.id, () => this.#latch.raise())
    // Commands may have written to the run after the caller had read it.
    this.#latch.raise()
    this.done = this.#follow(run, take)
  }

  stop(): void {
    this.#stopped = true
    this.#stopListening()
    this.#latch.raise()
  }

  async #follow(
    { id, lastCommand }: SeenCommands,
    take: (run: RunRecord, after: number) => Promise<void>,
  ): Promise<void> {
    for (let after = lastCommand; ; ) {
      await this.#latch.wait()
      if (this.#stopped) return
      const run = await this.#store.run(id)
      if (run === null || run.lastCommand === after) continue
      await take(run, after)
      after = run.lastCommand
    }
  }
}

/**
 * Returns the tasks that were changed by the commands with a number above `after`. If the owner stores a change of such a task during the
 * read, the record may be older than the owner's copy, so all tasks are read again. A task with `cancelRequested` causes no second read:
 * the owner takes only this flag from the record, so the other fields may be old.
 */
export async function commandedTasks(store: Store, state: RunState, after: number): Promise<RunTaskRecord[]> {
  for (;;) {
    const before = state.versions()
    const tasks = await store.runTasksAfter(state.run.id, after)
    const now = state.versions()
    if (tasks.every(({ key, cancelRequested }) => cancelRequested || now.get(key) === before.get(key))) return tasks
  }
}
