import { Button } from '../ui/button.tsx'
import { plural } from '../words/format.ts'

export interface SampleAgainProps {
  /** That go with the old copy. */
  runs: number
  disabled: boolean
  onStart: () => void
}

/** The sample may be had again, from its first commit, with the settings above. What goes with it is said before. */
export function SampleAgain({ runs, disabled, onStart }: SampleAgainProps) {
  return (
    <div className="mt-3.5 flex flex-wrap items-center gap-x-3 gap-y-2 border-(--hair) border-t pt-3.5">
      <Button disabled={disabled} onClick={onStart}>
        Reset and run again
      </Button>
      <p className="min-w-0 flex-1 basis-44 text-(--text-2) text-[12px]">
        The sample from a fresh copy of its repository
        {runs > 0 && `; its ${plural(runs, 'run')} ${runs === 1 ? 'goes' : 'go'} with the old one`}.
      </p>
    </div>
  )
}
