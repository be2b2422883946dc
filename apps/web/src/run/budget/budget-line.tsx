'use client'

import type { Activity } from '../live/use-activity.ts'
import type { RunView } from '../view/run-view.ts'
import { runSpend } from '../view/spend.ts'
import { budgetWords } from './budget-words.ts'
import { useBudgets } from './use-budgets.ts'

/** The nearest limit of a run in one line. */
export function BudgetLine({ view, activity }: { view: RunView; activity: ReadonlyMap<string, Activity> }) {
  const nearest = useBudgets(view, activity)?.[0]
  return <>{nearest === undefined ? 'no limit' : budgetWords(nearest, runSpend(view).unpriced)}</>
}
