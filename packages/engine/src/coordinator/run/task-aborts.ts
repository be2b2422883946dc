/** Aborts the work for one task, or for several tasks that are merged together. */
export class TaskAborts {
  readonly #all: AbortSignal
  readonly #own = new Map<string, AbortController>()

  /** @param all aborts the work for every task */
  constructor(all: AbortSignal) {
    this.#all = all
  }

  /**
   * Calls `work` with a signal. The signal is aborted when `abort` is called for one of the tasks, or when all work is aborted. A task may have
   * one call at a time.
   */
  async during<T>(runTaskIds: readonly string[], work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const own = new AbortController()
    for (const id of runTaskIds) this.#own.set(id, own)
    try {
      return await work(AbortSignal.any([this.#all, own.signal]))
    } finally {
      for (const id of runTaskIds) this.#own.delete(id)
    }
  }

  abort(runTaskId: string): void {
    this.#own.get(runTaskId)?.abort()
  }
}
