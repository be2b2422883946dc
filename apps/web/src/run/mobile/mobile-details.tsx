'use client'

import { isRunEnded } from '../../marks/statuses.ts'
import { SlotsStepper } from '../../ui/slots-stepper.tsx'
import { SentenceLine } from '../../words/sentence-line.tsx'
import { BudgetLine } from '../budget/budget-line.tsx'
import { SetBudgetButton } from '../budget/set-budget-button.tsx'
import { EndedRun } from '../ended/ended-run.tsx'
import type { RunScreenProps } from '../parts/run-screen-props.ts'
import { headline } from '../view/headline.ts'
import { runFacts } from '../view/readouts.ts'

/** The figures of the run on a phone. After its end, it also shows what failed and where the work is. */
export function MobileDetails({ view, now, stale, control, activity, onSetBudget }: RunScreenProps) {
  const { cause } = headline(view, stale ? null : now)
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <p className="px-4 py-3 text-(--text-2)">
        <SentenceLine sentence={cause} />
      </p>
      <dl className="grid grid-cols-2 gap-y-2 px-4 pb-4">
        {runFacts(view, now, stale).map(({ value, label }) => (
          <div key={label} className="contents">
            <dt className="text-(--text-3)">{label}</dt>
            <dd className="text-right font-medium">{value}</dd>
          </div>
        ))}
        <dt className="text-(--text-3)">branch</dt>
        <dd className="text-right font-mono">{view.branch}</dd>
      </dl>
      {!isRunEnded(view.status) && view.mode === 'PARALLEL' && (
        <div className="flex items-center justify-between gap-3 border-t border-(--hair) px-4 py-2.5">
          <span>
            Slots <span className="block text-[12px] text-(--text-2)">Fewer slots do not stop running agents.</span>
          </span>
          <SlotsStepper value={control.slots.value} disabled={control.off} onChange={control.slots.set} />
        </div>
      )}
      {onSetBudget && (
        <div className="flex items-center justify-between gap-3 border-t border-(--hair) px-4 py-2.5">
          <span>
            Budget{' '}
            <span className="block text-[12px] text-(--text-2)">
              <BudgetLine view={view} activity={activity} />
            </span>
          </span>
          <SetBudgetButton disabled={stale} onClick={onSetBudget} />
        </div>
      )}
      {isRunEnded(view.status) && <EndedRun view={view} stale={stale} />}
    </div>
  )
}
