'use client'

import { useId } from 'react'
import { typedBudget } from '../words/budget.ts'

export interface BudgetFieldProps {
  value: string
  onChange: (value: string) => void
}

/** The field for what the next run may cost. An empty field means no limit. */
export function BudgetField({ value, onChange }: BudgetFieldProps) {
  const id = useId()
  const { usd, error } = typedBudget(value)
  return (
    <>
      <div className="flex items-center gap-2">
        <span className="text-(--text-2)" aria-hidden="true">
          $
        </span>
        <input
          aria-label="Budget in dollars, empty for no limit"
          aria-invalid={error ? true : undefined}
          aria-describedby={`${id}-words`}
          inputMode="decimal"
          autoComplete="off"
          placeholder="no limit"
          value={value}
          onChange={(event) => onChange(event.target.value)}
          className={`h-7 w-[98px] rounded-(--r) border bg-(--bg) px-2 placeholder:text-(--text-3) focus-visible:outline-offset-[-1px] max-[719px]:h-11 max-[719px]:text-[16px] ${error ? 'border-(--failed)' : 'border-(--line)'}`}
        />
      </div>
      <p
        id={`${id}-words`}
        className={`mt-1 text-[12px] empty:hidden ${error ? 'text-(--failed)' : 'text-(--text-2)'}`}
      >
        {error ?? (usd === null ? null : 'When it is spent, the run pauses. A plain command is not counted.')}
      </p>
    </>
  )
}
