import type { Circumstances, PauseReason, TaskState } from './snapshot.ts'

/**
 * Counts the money of the run during one decision (M2). A session takes its estimate at its start, and what it does not use comes back at
 * its end. Without a budget there is always enough.
 */
export class FreeBudget {
  readonly #budget: Circumstances['budget']
  #free: number
  /** Whether no session runs and none was started by this decision. */
  #isIdle: boolean
  #refusal: PauseReason | null = null

  constructor({ budget, alive }: Pick<Circumstances, 'budget' | 'alive'>) {
    this.#budget = budget
    this.#free = budget ? budget.limitMicroUsd - budget.spentMicroUsd - budget.reservedMicroUsd : 0
    this.#isIdle = alive === 0
  }

  /** Why the run has to pause immediately, even if its tasks would cost nothing. It is null when the run may continue. */
  get ceiling(): PauseReason | null {
    if (!this.#budget) return null
    if (this.#budget.hasUnpricedSession) return 'unpriced'
    return this.#budget.spentMicroUsd >= this.#budget.limitMicroUsd ? 'spent' : null
  }

  /** Why the last task that found too little money did not start. It is null when every task found enough. */
  get refusal(): PauseReason | null {
    return this.#refusal
  }

  /** @returns whether the next session of the task could start */
  fits({ costClass }: Pick<TaskState, 'costClass'>): boolean {
    if (!this.#budget || costClass === undefined) return true
    const estimate = this.#budget.estimates[costClass]
    if (!estimate) {
      this.#refusal = 'unpriced'
      return false
    }
    // A first session may take what is left, because an estimate that is not learned may be much too high.
    const isTry = !estimate.isLearned && this.#isIdle && this.#free > 0
    const fits = estimate.microUsd <= this.#free || isTry
    if (!fits) this.#refusal = 'too-little'
    return fits
  }

  take({ costClass }: Pick<TaskState, 'costClass'>): void {
    this.#isIdle = false
    if (this.#budget && costClass !== undefined) this.#free -= this.#budget.estimates[costClass]?.microUsd ?? 0
  }
}

const WARNINGS = [95, 80] as const

/** @returns the highest percentage that was reached and not warned of; null when there is none */
export function dueWarning({ budget }: Pick<Circumstances, 'budget'>): number | null {
  if (!budget) return null
  const { spentMicroUsd, limitMicroUsd, warnedPercent } = budget
  const reached = WARNINGS.find((percent) => spentMicroUsd * 100 >= limitMicroUsd * percent)
  return reached !== undefined && reached > warnedPercent ? reached : null
}
