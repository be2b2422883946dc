import type { RunContext } from '../run/run-context.ts'
import { lookForClashes } from './look-for-clashes.ts'

/** The time from the end of a pass until the next pass begins, in ms. */
export const RADAR_INTERVAL_MS = 10_000

/**
 * Looks for tasks whose work will conflict. It makes a pass at an interval, from its creation until `stop`, and only one pass at a time. A
 * pass compares commits in memory and touches no worktree. A pass that fails is logged and changes nothing else of the run.
 */
export class ClashRadar {
  readonly #ctx: RunContext
  /** The pairs of commits that were compared. */
  readonly #compared = new Set<string>()
  #pass: Promise<void> | null = null
  #clearTimer: () => void = () => {}
  #stopped = false

  constructor(ctx: RunContext) {
    this.#ctx = ctx
    this.#wait()
  }

  /** Begins no other pass. @returns when no pass is in progress */
  async stop(): Promise<void> {
    this.#stopped = true
    this.#clearTimer()
    await this.#pass
  }

  #wait(): void {
    this.#pass = null
    if (this.#stopped) return
    this.#clearTimer = this.#ctx.deps.clock.after(RADAR_INTERVAL_MS, () => {
      this.#pass = this.#look().finally(() => this.#wait())
    })
  }

  async #look(): Promise<void> {
    const { deps, state } = this.#ctx
    await lookForClashes(this.#ctx, this.#compared, () => !this.#stopped).catch((err: unknown) =>
      deps.log.warn({ runId: state.run.id, err }, 'the search for tasks that will conflict failed'),
    )
  }
}
