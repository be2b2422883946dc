import { OwnerLost } from '../../domain/owner-lost.ts'
import { tellOfRun } from '../../lifecycle/run-lifecycle.ts'
import type { Begun } from '../../lifecycle/session-lifecycle.ts'
import { afterDefect, type Retry, waitingReason } from '../ends/after-defect.ts'
import { CommandFollower } from './command-follower.ts'
import { openRun, type RunParts } from './open-run.ts'
import { RunExecutor } from './run-executor.ts'

type HowToStop = 'interrupt' | 'handover'

/**
 * Ensures that one run ends. An executor carries the run out. When a defect stops the executor, the supervisor records the defect and
 * waits. Then it creates a new executor from the database, as a restart of the server would. After too many defects in a row it ends the
 * run.
 */
export class RunSupervisor {
  readonly #deps: RunParts
  readonly #runId: string
  readonly #begun = Promise.withResolvers<void>()
  /** Resolves when the run has ended, or when the server stops. Never rejects. */
  readonly done: Promise<void>
  #executor: RunExecutor | null = null
  #stopping: HowToStop | null = null
  #endPause: () => void = () => {}

  constructor(deps: RunParts, runId: string) {
    this.#deps = deps
    this.#runId = runId
    this.done = this.#supervise().finally(() => this.#begun.resolve())
  }

  /** Resolves when the run is active, or when the first try to begin has failed. */
  get begun(): Promise<void> {
    return this.#begun.promise
  }

  /** The sessions whose agents are alive now. */
  get alive(): readonly Begun[] {
    return this.#executor?.alive ?? []
  }

  /** Stops the run on this server (R5). @returns when everything is stored */
  async stop(how: HowToStop): Promise<void> {
    this.#stopping = how
    this.#endPause()
    await this.#executor?.stop(how)
    await this.done
  }

  async #supervise(): Promise<void> {
    while (this.#stopping === null) {
      const defect = await this.#carryOut()
      if (defect === null || this.#stopping !== null) return
      const retry = await afterDefect(this.#deps, this.#runId, defect)
      this.#begun.resolve()
      if (retry === null) return
      await this.#pause(retry)
    }
  }

  /** Carries out the run. @returns the defect that stopped the run, or null when the run has ended or the server stops */
  async #carryOut(): Promise<Error | null> {
    try {
      const opened = await openRun(this.#deps, this.#runId)
      if (opened === null || this.#stopping !== null) return null
      this.#executor = new RunExecutor(this.#deps, opened, (defect) => this.#showDefect(defect))
      this.#begun.resolve()
      await this.#executor.done
      return null
    } catch (error) {
      if (error instanceof OwnerLost) return null
      return error as Error
    } finally {
      this.#executor = null
    }
  }

  /** Shows people at once that nothing new starts, because the agents may be active for hours before the run is tried again. */
  async #showDefect(defect: Error): Promise<void> {
    const { log } = this.#deps
    const shown = tellOfRun(this.#deps, this.#runId, waitingReason(defect))
    await shown.catch((err) => log.error({ runId: this.#runId, err }, 'the reason of the halt could not be recorded'))
  }

  /** Waits until the next try is due. A new command ends the wait early, so that a person who cancels the run does not have to wait. */
  async #pause({ inMs, lastCommand }: Retry): Promise<void> {
    if (this.#stopping !== null) return
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#endPause = resolve
    const stopTimer = this.#deps.clock.after(inMs, resolve)
    const stopFollowing = lastCommand === null ? () => {} : this.#onCommand(lastCommand, resolve)
    await promise
    stopTimer()
    stopFollowing()
  }

  #onCommand(lastCommand: number, call: () => void): () => void {
    const commands = new CommandFollower(this.#deps.store, { id: this.#runId, lastCommand }, async () => call())
    // When the record cannot be read, the timer ends the pause.
    commands.done.catch(() => {})
    return () => commands.stop()
  }
}
