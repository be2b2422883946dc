import type { BudgetUse, Circumstances, PotUse, Shortage, TaskState } from './snapshot.ts'

const UNPRICED: Shortage = { because: 'unpriced', pot: null, until: null, missingMicroUsd: null }

/**
 * Counts the money of the run during one decision (M2). A session takes its estimate from all budgets of the run at its start, and what it
 * does not use comes back at its end. Without a budget there is always enough.
 */
export class FreeBudget {
  readonly #budget: BudgetUse | undefined
  /** What this decision has taken. */
  #taken = 0
  /** Whether no session runs and none was started by this decision. */
  #isIdle: boolean
  #refusal: Shortage | null = null

  constructor({ budget, alive }: Pick<Circumstances, 'budget' | 'alive'>) {
    this.#budget = budget
    this.#isIdle = alive === 0
  }

  /** Why the run has to pause immediately, even if its tasks would cost nothing. It is null when the run may continue. */
  get ceiling(): Shortage | null {
    if (!this.#budget) return null
    if (this.#budget.hasUnpricedSession) return UNPRICED
    const spent = this.#budget.pots.find(({ spentMicroUsd, limitMicroUsd }) => spentMicroUsd >= limitMicroUsd)
    return spent ? { because: 'spent', pot: spent.pot, until: spent.opensAt, missingMicroUsd: null } : null
  }

  /**
   * Why a task that found too little money did not start. It is null when every task found enough. If one of these tasks can start without a
   * person, the earliest of them is the reason, because the run then continues by itself. If several can start at the same time, it is
   * the one that lacks the least money.
   */
  get refusal(): Shortage | null {
    return this.#refusal
  }

  /** What is free in every budget. It is infinite without a budget. */
  get freeMicroUsd(): number {
    return Math.min(...(this.#budget?.pots ?? []).map((pot) => this.#freeOf(pot)))
  }

  /** @returns whether the next session of the task could start */
  fits({ costClass }: Pick<TaskState, 'costClass'>): boolean {
    if (!this.#budget || costClass === undefined) return true
    const estimate = this.#budget.estimates[costClass]
    if (!estimate) {
      return this.#refuse(UNPRICED)
    }
    const { microUsd, isLearned } = estimate
    // A first session may take what is left, because an estimate that is not learned may be much too high.
    const isTry = !isLearned && this.#isIdle
    const short = this.#budget.pots.find((pot) => (isTry ? this.#freeOf(pot) <= 0 : microUsd > this.#freeOf(pot)))
    if (!short) return true
    // The next day helps only if its whole budget is enough.
    const until = isLearned && microUsd > short.limitMicroUsd ? null : short.opensAt
    const missingMicroUsd = microUsd - this.#freeOf(short)
    return this.#refuse({ because: 'too-little', pot: short.pot, until, missingMicroUsd })
  }

  #refuse(shortage: Shortage): false {
    if (this.#refusal === null || isNearer(shortage, this.#refusal)) this.#refusal = shortage
    return false
  }

  take({ costClass }: Pick<TaskState, 'costClass'>): void {
    this.#isIdle = false
    if (this.#budget && costClass !== undefined) this.#taken += this.#budget.estimates[costClass]?.microUsd ?? 0
  }

  #freeOf({ limitMicroUsd, spentMicroUsd }: PotUse): number {
    return limitMicroUsd - spentMicroUsd - (this.#budget?.reservedMicroUsd ?? 0) - this.#taken
  }
}

const NEVER = Number.POSITIVE_INFINITY

function isNearer(one: Shortage, other: Shortage): boolean {
  const [until, otherUntil] = [one.until ?? NEVER, other.until ?? NEVER]
  return (
    until < otherUntil || (until === otherUntil && (one.missingMicroUsd ?? NEVER) < (other.missingMicroUsd ?? NEVER))
  )
}

const WARNINGS = [95, 80] as const

/** @returns a budget with the highest of its percentages that was reached and not warned of; null when there is none */
export function dueWarning({ budget }: Pick<Circumstances, 'budget'>): (PotUse & { percent: number }) | null {
  for (const pot of budget?.pots ?? []) {
    const { spentMicroUsd, limitMicroUsd, warnedPercent } = pot
    const percent = WARNINGS.find((one) => spentMicroUsd * 100 >= limitMicroUsd * one)
    if (percent !== undefined && percent > warnedPercent) return { ...pot, percent }
  }
  return null
}
