import type { RunRecord } from '../domain/records.ts'
import { change, command, type LifecycleDeps, type OwnerDeps, requireNoNewCommand } from './change.ts'
import { requireActive } from './run-control.ts'

/**
 * Pauses a run whose budget has no money for its next session, and says why (M2).
 * @returns null when the run is not RUNNING any more, or when a command has come that may have changed the budget
 */
export function pauseForBudget(deps: OwnerDeps, run: RunRecord, reason: string): Promise<RunRecord | null> {
  return change(deps, run.id, async (it) => {
    const { tx, emit, require } = it
    const patch = { status: 'PAUSED', statusReason: reason, awaitsBudget: true } as const
    require(await tx.updateRun(run.id, ['RUNNING'], patch))
    await requireNoNewCommand(it, run)
    emit({ type: 'RunStatusChanged', data: { runStatus: 'PAUSED', reason, maxConcurrency: run.maxConcurrency } })
    return { ...run, ...patch }
  })
}

/**
 * Warns that a percentage of the budget is spent.
 * @returns null when the run is not RUNNING any more, or when a command has come that may have changed the budget
 */
export function warnOfBudget(
  deps: OwnerDeps,
  run: RunRecord,
  budgetWarned: number,
  spentMicroUsd: number,
): Promise<RunRecord | null> {
  return change(deps, run.id, async (it) => {
    const { tx, emit, require } = it
    require(await tx.updateRun(run.id, ['RUNNING'], { budgetWarned }))
    await requireNoNewCommand(it, run)
    emit({ type: 'BudgetWarned', data: { spentMicroUsd, budgetMicroUsd: run.budgetMicroUsd ?? 0 } })
    return { ...run, budgetWarned }
  })
}

/**
 * Changes the budget of a run. A run that has paused because of its budget continues. If the new budget is too small as well, the run pauses
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
    const before = await requireActive(it, runId)
    const continues = before.status === 'PAUSED' && before.awaitsBudget
    const status = continues ? 'RUNNING' : before.status
    const patch = { budgetMicroUsd, budgetWarned: 0, ...(continues && CONTINUES) }
    it.require(await it.tx.updateRun(runId, [before.status], patch))
    it.emit({ type: 'BudgetChanged', data: { limitMicroUsd: budgetMicroUsd } })
    const { maxConcurrency } = before
    if (continues) it.emit({ type: 'RunStatusChanged', data: { runStatus: status, reason: null, maxConcurrency } })
    return { ...before, ...patch }
  })
}

const CONTINUES = { status: 'RUNNING', statusReason: null, awaitsBudget: false } as const
