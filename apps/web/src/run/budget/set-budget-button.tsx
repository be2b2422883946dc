import { Button } from '../../ui/button.tsx'
import { Kbd } from '../../ui/kbd.tsx'

export interface SetBudgetButtonProps {
  /** Whether the button is as high as a line of text. */
  small?: boolean
  disabled: boolean
  onClick: () => void
}

/** Opens the dialog in which a person changes the budget of a run. */
export function SetBudgetButton({ small = false, disabled, onClick }: SetBudgetButtonProps) {
  if (!small)
    return (
      <Button disabled={disabled} onClick={onClick}>
        Set budget… <Kbd>b</Kbd>
      </Button>
    )
  return (
    <button
      type="button"
      disabled={disabled}
      onClick={onClick}
      className="h-[18px] rounded-[3px] border border-(--line) px-1.5 text-(--text-2) text-[11.5px] leading-none hover:enabled:text-(--text) disabled:cursor-not-allowed disabled:text-(--line)"
    >
      Set budget…
    </button>
  )
}
