import { typedBudget } from '../words/budget.ts'

export interface BudgetFieldProps {
  value: string
  onChange: (value: string) => void
  /** The id of the hint below the field. */
  hintId: string
}

/** The field for what the next run may cost. */
export function BudgetField({ value, onChange, hintId }: BudgetFieldProps) {
  const { error } = typedBudget(value)
  return (
    <div className="flex items-center gap-2">
      <span className="text-(--text-2)" aria-hidden="true">
        $
      </span>
      <input
        aria-label="Budget in dollars"
        aria-invalid={error ? true : undefined}
        aria-describedby={hintId}
        inputMode="decimal"
        autoComplete="off"
        placeholder="no limit"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className={`h-7 w-[98px] rounded-(--r) border bg-(--bg) px-2 placeholder:text-(--text-3) focus-visible:outline-offset-[-1px] max-[719px]:h-11 max-[719px]:text-[16px] ${error ? 'border-(--failed)' : 'border-(--line)'}`}
      />
    </div>
  )
}

/** Says what is wrong with the typed budget, or what the budget means. */
export function BudgetHint({ value, id }: { value: string; id: string }) {
  const { usd, error } = typedBudget(value)
  return (
    <span id={id} role="status" className={error ? 'text-(--failed)' : ''}>
      {error ??
        (usd === null ? 'Empty means no limit.' : 'When it is spent, the run pauses. A plain command is not counted.')}
    </span>
  )
}
