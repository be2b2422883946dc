/** Ends what is under way for one task, or for all. */
export class TaskAborts {
  readonly #all: AbortSignal
  readonly #own = new Map<string, AbortController>()

  constructor(all: AbortSignal) {
    this.#all = all
  }

  /** Runs `work` with a signal that is raised for this task, or for all. One piece of work per task at a time. */
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
