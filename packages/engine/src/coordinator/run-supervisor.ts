import type { RunRecord } from '../domain/records.ts'
import type { Begun } from '../lifecycle/attempt-lifecycle.ts'
import { tellOfRun } from '../lifecycle/run-lifecycle.ts'
import { afterDefect, waitingReason } from './after-defect.ts'
import { type OpenedRun, openRun, type RunParts } from './open-run.ts'
import { type Heeded, RunExecutor } from './run-executor.ts'

type HowToStop = 'interrupt' | 'handover'

/**
 * Sees to it that one run ends. An executor carries the run out. When a defect stops the executor, the supervisor records why, waits,
 * and makes another one from the record, as a restart of the server would. After too many defects in a row it ends the run.
 */
export class RunSupervisor {
  readonly #deps: RunParts
  readonly #runId: string
  readonly #begun = Promise.withResolvers<void>()
  /** Resolves when the run has ended, or when the server stops. Never rejects. */
  readonly done: Promise<void>
  #executor: RunExecutor | null = null
  #stopping: HowToStop | null = null
  /** The record has changed while no executor was there. */
  #changed = false
  #endPause: () => void = () => {}

  constructor(deps: RunParts, runId: string) {
    this.#deps = deps
    this.#runId = runId
    this.done = this.#supervise().finally(() => this.#begun.resolve())
  }

  /** Resolves when the run is under way, or when the first try to begin has failed. */
  get begun(): Promise<void> {
    return this.#begun.promise
  }

  /** The sessions whose agents are alive now. */
  get alive(): readonly Begun[] {
    return this.#executor?.alive ?? []
  }

  /** The record says CANCELLING by now. */
  cancel(run: RunRecord): void {
    this.#tell((executor) => executor.cancel(run))
  }

  /** A person changed the run, tasks or batches of it; it is stored already. */
  heed(heeded: Heeded): void {
    this.#tell((executor) => executor.heed(heeded))
  }

  async checkoutMoved(commonDir: string): Promise<void> {
    await this.#executor?.checkoutMoved(commonDir)
  }

  /** R5: resolves when all is stored. */
  async stop(how: HowToStop): Promise<void> {
    this.#stopping = how
    this.#endPause()
    await this.#executor?.stop(how)
    await this.done
  }

  #tell(tell: (executor: RunExecutor) => void): void {
    if (this.#executor) tell(this.#executor)
    else {
      this.#changed = true
      this.#endPause()
    }
  }

  async #supervise(): Promise<void> {
    while (this.#stopping === null) {
      const defect = await this.#carryOut()
      if (defect === null || this.#stopping !== null) return
      const retryInMs = await afterDefect(this.#deps, this.#runId, defect)
      this.#begun.resolve()
      if (retryInMs === null) return
      await this.#pause(retryInMs)
    }
  }

  /** @returns null when the run has ended or the server stops, otherwise the defect that stopped it */
  async #carryOut(): Promise<Error | null> {
    try {
      const opened = await this.#open()
      if (opened === null || this.#stopping !== null) return null
      this.#executor = new RunExecutor(this.#deps, opened, (defect) => this.#tellOfDefect(defect))
      this.#begun.resolve()
      await this.#executor.done
      return null
    } catch (error) {
      return error as Error
    } finally {
      this.#executor = null
    }
  }

  /** Reads the record again when it changed meanwhile: there was no executor to tell. */
  async #open(): Promise<OpenedRun | null> {
    for (;;) {
      this.#changed = false
      const opened = await openRun(this.#deps, this.#runId)
      if (!this.#changed) return opened
    }
  }

  /** Agents may be at work for hours yet. Whoever watches hears at once that nothing new starts. */
  async #tellOfDefect(defect: Error): Promise<void> {
    const { log } = this.#deps
    const told = tellOfRun(this.#deps, this.#runId, waitingReason(defect))
    await told.catch((err) => log.error({ runId: this.#runId, err }, 'the reason of the halt could not be recorded'))
  }

  #pause(delayMs: number): Promise<void> {
    if (this.#stopping !== null || this.#changed) return Promise.resolve()
    const { promise, resolve } = Promise.withResolvers<void>()
    const stopTimer = this.#deps.clock.after(delayMs, resolve)
    this.#endPause = resolve
    return promise.finally(stopTimer)
  }
}
