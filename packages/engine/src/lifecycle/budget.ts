import type { BudgetPot, ProjectBudget } from '../domain/budget.ts'
import type { RunRecord, SessionRecord } from '../domain/records.ts'
import { type Command, change, command, type LifecycleDeps, type OwnerDeps, requireNoNewCommand } from './change.ts'
import { requireActive } from './run-control.ts'
import { runStatusEvent } from './run-status-event.ts'

/** A pause of a run because of money. */
export interface MoneyPause {
  /** What people read. */
  reason: string
  /** When the run continues by itself, in ms. It is null when only a person can continue it. */
  resumesAt: number | null
  /** Whether the reason is a completed session with an unknown cost. The run asks for this only once. */
  asksForUnpriced: boolean
}

/**
 * Pauses a run whose budget has no money for its next session, and says why (M2).
 * @returns null when the run is not RUNNING any more, or when a command has come that may have changed the budget
 */
export function pauseForBudget(
  deps: OwnerDeps,
  run: RunRecord,
  { reason, resumesAt, asksForUnpriced }: MoneyPause,
): Promise<RunRecord | null> {
  return change(deps, run.id, async (it) => {
    const { tx, emit, require } = it
    const unpricedAsked = run.unpricedAsked || asksForUnpriced
    const patch = { status: 'PAUSED', statusReason: reason, awaitsBudget: true, resumesAt, unpricedAsked } as const
    require(await tx.updateRun(run.id, ['RUNNING'], patch))
    await requireNoNewCommand(it, run)
    const paused = { ...run, ...patch }
    emit(runStatusEvent(paused))
    return paused
  })
}

/**
 * Continues a run that has waited for the budget of the next day.
 * @returns null when the run is not PAUSED any more, or when a command has come that may have paused it for another reason
 */
export function continueOnNextDay(deps: OwnerDeps, run: RunRecord): Promise<RunRecord | null> {
  return change(deps, run.id, async (it) => {
    it.require(await it.tx.updateRun(run.id, ['PAUSED'], CONTINUES))
    await requireNoNewCommand(it, run)
    const continued = { ...run, ...CONTINUES }
    it.emit(runStatusEvent(continued))
    return continued
  })
}

/** Reserves more of the budget for a running session. @returns whether it is stored: false when the session has ended */
export async function reserveMore(
  deps: OwnerDeps,
  { id, runId }: Pick<SessionRecord, 'id' | 'runId'>,
  reservedMicroUsd: number,
): Promise<boolean> {
  const stored = await change(deps, runId, async ({ tx, require }) => {
    await tx.requireOwner(runId)
    require(await tx.updateSession(id, ['RUNNING'], { reservedMicroUsd }))
    return true
  })
  return stored ?? false
}

/** A percentage of a budget that is spent. */
export interface BudgetWarning {
  pot: BudgetPot
  percent: number
  spentMicroUsd: number
  budgetMicroUsd: number
  /** The present day (UTC), such as 2026-11-30. */
  day: string
}

/**
 * Warns that a percentage of a budget is spent.
 * @returns null when the run is not RUNNING any more, or when a command has come that may have changed the budget
 */
export function warnOfBudget(deps: OwnerDeps, run: RunRecord, warning: BudgetWarning): Promise<RunRecord | null> {
  return change(deps, run.id, async (it) => {
    const { tx, emit, require } = it
    const { pot, spentMicroUsd, budgetMicroUsd } = warning
    const patch = warnedPatch(warning)
    require(await tx.updateRun(run.id, ['RUNNING'], patch))
    await requireNoNewCommand(it, run)
    emit({ type: 'BudgetWarned', data: { spentMicroUsd, budgetMicroUsd, pot } })
    return { ...run, ...patch }
  })
}

function warnedPatch({ pot, percent, day }: BudgetWarning) {
  if (pot === 'RUN') return { budgetWarned: percent }
  return pot === 'PROJECT' ? { projectWarned: percent } : { dayWarned: percent, warnedDay: day }
}

/**
 * Changes the budget of a run. A run that has paused because of a budget continues. If the new budget is too small as well, the run pauses
 * again.
 *
 * @returns null when the run is not active
 */
export function changeBudget(
  deps: LifecycleDeps,
  runId: string,
  budgetMicroUsd: number | null,
): Promise<RunRecord | null> {
  return command(deps, runId, async (it) => {
    it.emit({ type: 'BudgetChanged', data: { limitMicroUsd: budgetMicroUsd, pot: 'RUN' } })
    return continueWith(it, runId, { budgetMicroUsd, budgetWarned: 0 })
  })
}

/**
 * Changes the budgets of the project of an active run, and tells the run. A run that has paused because of a budget continues.
 * @returns null, and writes nothing, when the run is not active
 */
export function changeProjectBudget(
  deps: LifecycleDeps,
  { id, projectId }: Pick<RunRecord, 'id' | 'projectId'>,
  patch: Partial<ProjectBudget>,
): Promise<RunRecord | null> {
  return command(deps, id, async (it) => {
    await it.tx.updateProject(projectId, patch)
    const { budgetMicroUsd: total, dayBudgetMicroUsd: day } = patch
    if (total !== undefined) it.emit({ type: 'BudgetChanged', data: { limitMicroUsd: total, pot: 'PROJECT' } })
    if (day !== undefined) it.emit({ type: 'BudgetChanged', data: { limitMicroUsd: day, pot: 'DAY' } })
    return continueWith(it, id, {
      ...(total !== undefined && { projectWarned: 0 }),
      ...(day !== undefined && { dayWarned: 0 }),
    })
  })
}

const CONTINUES = { status: 'RUNNING', statusReason: null, awaitsBudget: false, resumesAt: null } as const

/** Changes an active run. If the run has paused because of a budget, it continues. */
async function continueWith(
  it: Command,
  runId: string,
  fields: Partial<Pick<RunRecord, 'budgetMicroUsd' | 'budgetWarned' | 'projectWarned' | 'dayWarned'>>,
): Promise<RunRecord> {
  const before = await requireActive(it, runId)
  const continues = before.status === 'PAUSED' && before.awaitsBudget
  const patch = { ...fields, ...(continues && CONTINUES) }
  it.require(await it.tx.updateRun(runId, [before.status], patch))
  const after = { ...before, ...patch }
  if (continues) it.emit(runStatusEvent(after))
  return after
}
