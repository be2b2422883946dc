/** The budgets that limit a run: its own, that of its project, and what its project may cost in a day. A run asks them in this order. */
export const BUDGET_POTS = ['RUN', 'PROJECT', 'DAY'] as const
export type BudgetPot = (typeof BUDGET_POTS)[number]

/** What a project may cost, in millionths of a dollar (M2). Both are null when there is no limit. */
export interface ProjectBudget {
  /** What all its runs may cost together. */
  budgetMicroUsd: number | null
  /** What they may cost on one day (UTC). */
  dayBudgetMicroUsd: number | null
}

/** What the sessions of a project cost, in millionths of a dollar. An ended session with an unknown cost counts with what it had reserved. */
export interface ProjectSpending {
  totalMicroUsd: number
  /** The part of today (UTC). */
  todayMicroUsd: number
}

/** Says whether a run has at least one budget. */
export const isLimited = (run: { budgetMicroUsd: number | null }, project: ProjectBudget): boolean =>
  [run.budgetMicroUsd, project.budgetMicroUsd, project.dayBudgetMicroUsd].some((limit) => limit !== null)

const DAY_MS = 86_400_000

/** Returns the beginning of the day that contains `now`, in ms. Days are those of UTC, as in the ledger. */
export const dayStart = (now: number): number => Math.floor(now / DAY_MS) * DAY_MS

export const nextDayStart = (now: number): number => dayStart(now) + DAY_MS

/** Returns a day as people read it, such as 2026-11-30. @param at a time of the day, in ms */
export const dayName = (at: number): string => new Date(at).toISOString().slice(0, 10)
