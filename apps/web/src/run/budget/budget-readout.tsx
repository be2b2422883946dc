'use client'

import { useEffect } from 'react'
import { useFresh } from '../../client/use-fresh.ts'
import { Readout } from '../../ui/readout.tsx'
import { dollars } from '../../words/format.ts'
import type { RunView } from '../view/run-view.ts'
import { runSpend } from '../view/spend.ts'
import { RUN_BUDGET } from './budget-documents.ts'
import { budgetWords } from './budget-words.ts'
import { SetBudgetButton } from './set-budget-button.tsx'

export interface BudgetReadoutProps {
  view: RunView
  /** The cost by the events of the run. It is shown until the use of the budget has arrived. */
  value: string
  label: string
  stale: boolean
  /** Opens the dialog. It is null for a person who may not change the budget. */
  onSetBudget: (() => void) | null
}

/** What a run has spent, with its budget, what is reserved and what is left. */
export function BudgetReadout(props: BudgetReadoutProps) {
  const { view, value, label, stale, onSetBudget } = props
  if (view.budgetUsd !== null && !stale) return <BudgetUseReadout {...props} limitUsd={view.budgetUsd} />
  return <Readout value={<WithButton value={value} stale={stale} onSetBudget={onSetBudget} />} label={label} />
}

function BudgetUseReadout({
  view,
  value,
  label,
  stale,
  onSetBudget,
  limitUsd,
}: BudgetReadoutProps & { limitUsd: number }) {
  const { data, refresh } = useFresh(RUN_BUDGET, { id: view.id })
  // biome-ignore lint/correctness/useExhaustiveDependencies: reads again when the budget changes
  useEffect(refresh, [limitUsd, refresh])
  const use = data?.run?.budget ?? null
  return (
    <Readout
      value={
        <WithButton
          value={use === null || use.spentUsd === 0 ? value : dollars(use.spentUsd)}
          stale={stale}
          onSetBudget={onSetBudget}
        />
      }
      label={use === null ? label : budgetWords(use, limitUsd, runSpend(view).unpriced)}
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
