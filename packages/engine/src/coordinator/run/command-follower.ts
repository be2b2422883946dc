import type { RunRecord, RunTaskRecord } from '../../domain/records.ts'
import type { Store } from '../../ports/store.ts'
import { Latch } from '../latch.ts'
import type { RunState } from './run-state.ts'

/** A run, and the last command to it that its owner has seen. */
type SeenCommands = Pick<RunRecord, 'id' | 'lastCommand'>

/**
 * Follows the commands of people to one run. Any process may write a command to the database, so the owner of the run reads the run's
 * `lastCommand` and compares it with its cursor. When there are new commands, it calls `take` with the present record of the run. The calls
 * do not overlap.
 */
export class CommandFollower {
  readonly #store: Store
  readonly #latch = new Latch()
  readonly #stopListening: () => void
  #stopped = false
  /** Rejects when the run cannot be read, or when `take` rejects. */
  readonly done: Promise<void>

  constructor(store: Store, run: SeenCommands, take: (run: RunRecord, after: number) => Promise<void>) {
    this.#store = store
    this.#stopListening = store.onCommands(run.id, () => this.#latch.raise())
    // A command may have been written after `run` was read, so the run is read once more now.
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
 * Reads the tasks that commands with a number above `after` have changed. If the owner changes one of these tasks during the read, the tasks
 * are read again, because the read copy may be older than the owner's copy. A task that a person cancels is an exception: of it, the owner
 * takes only `cancelRequested`.
 */
export async function commandedTasks(store: Store, state: RunState, after: number): Promise<RunTaskRecord[]> {
  for (;;) {
    const before = state.versions()
    const tasks = await store.runTasksAfter(state.run.id, after)
    const now = state.versions()
    if (tasks.every(({ key, cancelRequested }) => cancelRequested || now.get(key) === before.get(key))) return tasks
  }
}
