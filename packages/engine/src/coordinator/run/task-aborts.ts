/** Aborts the work for one task. */
export class TaskAborts {
  readonly #all: AbortSignal
  readonly #own = new Map<string, AbortController>()

  /** @param all aborts the work for every task */
  constructor(all: AbortSignal) {
    this.#all = all
  }

  /**
   * Calls `work` with a signal. The signal is aborted when `abort` is called for the task, or when all work is aborted. A task may have one
   * call at a time.
   */
  async during<T>(runTaskId: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const own = new AbortController()
    this.#own.set(runTaskId, own)
    try {
      return await work(AbortSignal.any([this.#all, own.signal]))
    } finally {
      this.#own.delete(runTaskId)
    }
  }

  abort(runTaskId: string): void {
    this.#own.get(runTaskId)?.abort()
  }
}
