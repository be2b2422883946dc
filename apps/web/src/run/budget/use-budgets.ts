'use client'

import { useEffect, useRef } from 'react'
import { useFresh, WHEN_ASKED_MS } from '../../client/use-fresh.ts'
import type { Activity } from '../live/use-activity.ts'
import type { RunView } from '../view/run-view.ts'
import { type BudgetUse, RUN_BUDGETS } from './budget-documents.ts'
import { spendingVersion } from './spending-version.ts'

const AT_MOST_EVERY_MS = 1_000

/**
 * The budgets that limit a run, the one with the least money first. If there are any, they are read again when an event of the run or the usage
 * of a running agent has arrived, at most once a second, and not by a timer.
 * @returns null before the first response
 */
export function useBudgets(view: RunView, activity: ReadonlyMap<string, Activity>): readonly BudgetUse[] | null {
  const { data, refresh } = useFresh(RUN_BUDGETS, { id: view.id }, WHEN_ASKED_MS)
  const readAt = useRef(0)
  const budgets = data?.run?.budgets ?? null
  const version = spendingVersion(view, activity, budgets !== null && budgets.length > 0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: reads again when the version changes
  useEffect(() => {
    const waitMs = Math.max(0, readAt.current + AT_MOST_EVERY_MS - Date.now())
    const timer = setTimeout(() => {
      readAt.current = Date.now()
      refresh()
    }, waitMs)
    return () => clearTimeout(timer)
  }, [version, refresh])
  return budgets
}
