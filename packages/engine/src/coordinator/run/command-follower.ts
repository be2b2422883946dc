import type { RunRecord, RunTaskRecord } from '../../domain/records.ts'
import type { Store } from '../../ports/store.ts'
import { Latch } from '../latch.ts'
import type { RunState } from './run-state.ts'

/** A run, and the last command to it that its owner has seen. */
type SeenCommands = Pick<RunRecord, 'id' | 'lastCommand'>

/**
 * Commands write the record, from whatever process; the owner of a run follows them by cursor. Calls `take` with the run as it is
 * now, one call after the other, whenever a command has written to it.
 */
export class CommandFollower {
  readonly #store: Store
  readonly #latch = new Latch()
  readonly #stopListening: () => void
  #stopped = false
  /** Rejects when the record cannot be read, or with what `take` throws. */
  readonly done: Promise<void>

  constructor(store: Store, run: SeenCommands, take: (run: RunRecord, after: number) => Promise<void>) {
    this.#store = store
    this.#stopListening = store.onCommands(run.id, () => this.#latch.raise())
    // A command may have come between the reading of the run and now.
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
 * The tasks that commands above `after` wrote to. Read again where the owner changed one meanwhile: what was read may be older than
 * its own copy. A task that is only to be cancelled needs no such care: nothing but that mark is taken of it.
 */
export async function commandedTasks(store: Store, state: RunState, after: number): Promise<RunTaskRecord[]> {
  for (;;) {
    const before = state.versions()
    const tasks = await store.runTasksAfter(state.run.id, after)
    const now = state.versions()
    if (tasks.every(({ key, cancelRequested }) => cancelRequested || now.get(key) === before.get(key))) return tasks
  }
}
