'use client'

import { Readout } from '../../ui/readout.tsx'
import { dollars } from '../../words/format.ts'
import type { Activity } from '../live/use-activity.ts'
import { costForecastLabel } from '../view/cost-forecast-words.ts'
import type { RunView } from '../view/run-view.ts'
import { runSpend } from '../view/spend.ts'
import { budgetWords } from './budget-words.ts'
import { SetBudgetButton } from './set-budget-button.tsx'
import { useBudgets } from './use-budgets.ts'

export interface BudgetReadoutProps {
  view: RunView
  activity: ReadonlyMap<string, Activity>
  /** The cost by the events of the run. It is shown until the use of the budgets has arrived, and when there is no budget. */
  value: string
  label: string
  stale: boolean
  /** Opens the dialog. It is null for a person who may not change the budget. */
  onSetBudget: (() => void) | null
}

/** What a run has spent, with the nearest limit of the run, its project and the day: what is reserved and what is left of it. */
export function BudgetReadout({ view, activity, value, label, stale, onSetBudget }: BudgetReadoutProps) {
  const budgets = useBudgets(view, activity)
  const nearest = stale ? undefined : budgets?.[0]
  const ofRun = budgets?.find(({ pot }) => pot === 'RUN')
  return (
    <Readout
      value={
        <WithButton
          value={stale || ofRun === undefined || ofRun.spentUsd === 0 ? value : dollars(ofRun.spentUsd)}
          stale={stale}
          onSetBudget={onSetBudget}
        />
      }
      label={
        nearest === undefined
          ? label
          : [budgetWords(nearest, runSpend(view).unpriced), costForecastLabel(view)]
              .filter((part) => part !== null)
              .join(' · ')
      }
    />
  )
}

function WithButton({ value, stale, onSetBudget }: Pick<BudgetReadoutProps, 'value' | 'stale' | 'onSetBudget'>) {
  return (
    <span className="flex h-[22px] items-center gap-2">
      {value}
      {onSetBudget && <SetBudgetButton small disabled={stale} onClick={onSetBudget} />}
    </span>
  )
}
