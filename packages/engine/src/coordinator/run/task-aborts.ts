/** Aborts the work of a single task, or of all tasks. */
export class TaskAborts {
  readonly #all: AbortSignal
  readonly #own = new Map<string, AbortController>()

  constructor(all: AbortSignal) {
    this.#all = all
  }

  /** Runs `work` with a signal that is aborted when this task or all tasks are aborted. A task may have one such call at a time. */
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
