'use client'

import { useFresh, WHEN_ASKED_MS } from '../../client/use-fresh.ts'
import { useRefreshOn } from '../../hooks/use-refresh-on.ts'
import type { Activity } from '../live/use-activity.ts'
import type { RunView } from '../view/run-view.ts'
import { type BudgetUse, RUN_BUDGETS } from './budget-documents.ts'
import { spendingVersion } from './spending-version.ts'

/**
 * The budgets that limit a run, the one with the least money first. If there are any, they are read again when an event of the run or the usage
 * of a running agent has arrived, at most once a second, and not by a timer.
 * @returns null before the first response
 */
export function useBudgets(view: RunView, activity: ReadonlyMap<string, Activity>): readonly BudgetUse[] | null {
  const { data, refresh } = useFresh(RUN_BUDGETS, { id: view.id }, WHEN_ASKED_MS)
  const budgets = data?.run?.budgets ?? null
  const version = spendingVersion(view, activity, budgets !== null && budgets.length > 0)
  useRefreshOn(version, refresh)
  return budgets
}
