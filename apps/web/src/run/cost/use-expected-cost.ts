'use client'

import { useEffect } from 'react'
import { useFresh, WHEN_ASKED_MS } from '../../client/use-fresh.ts'
import { isRunEnded } from '../../marks/statuses.ts'
import type { ShownCost } from '../../words/cost-forecast.ts'
import type { RunView } from '../view/run-view.ts'
import { EXPECTED_COST } from './cost-documents.ts'

/** What an active run will have cost at its end. It is read again when a session has ended. @returns null when it is not known */
export function useExpectedCost(view: RunView): ShownCost | null {
  const { data, refresh } = useFresh(EXPECTED_COST, { id: view.id }, WHEN_ASKED_MS)
  const ended = view.tasks.flatMap(({ sessions }) => sessions).filter(({ endedAt }) => endedAt !== null).length
  const version = `${ended} ${view.status}`
  // biome-ignore lint/correctness/useExhaustiveDependencies: reads again when the version changes
  useEffect(refresh, [version, refresh])
  return isRunEnded(view.status) ? null : (data?.run?.expectedCost ?? null)
}
