import { plural } from '../../words/format.ts'
import { FEWEST_SLOTS, MOST_SLOTS } from '../../words/slots.ts'
import type { RunControl } from './use-run-control.ts'

const STEP =
  'h-[18px] w-[18px] rounded-[3px] border border-(--line) text-center leading-none text-(--text-2) hover:enabled:text-(--text) disabled:cursor-not-allowed disabled:text-(--line)'

/** Shows how many slots are used, with two buttons that change the number of slots, for example `3 of 3 − +`. */
export function SlotsReadout({ words, control: { slots, off } }: { words: string; control: RunControl }) {
  const { value, set } = slots
  return (
    <span className="flex h-[22px] items-center gap-1.5">
      {words.replace(/\d+$/, String(value))}
      <span role="status" className="sr-only">
        {plural(value, 'slot')}
      </span>
      {/* biome-ignore lint/a11y/useSemanticElements: browsers draw a border around a fieldset */}
      <span role="group" aria-label="Slots" className="flex gap-1.5">
        <button
          type="button"
          className={STEP}
          aria-label="One slot fewer"
          title="One slot fewer; no agent stops"
          disabled={off || value <= FEWEST_SLOTS}
          onClick={() => set(value - 1)}
        >
          −
        </button>
        <button
          type="button"
          className={STEP}
          aria-label="One slot more"
          title="One slot more"
          disabled={off || value >= MOST_SLOTS}
          onClick={() => set(value + 1)}
        >
          +
        </button>
      </span>
    </span>
  )
}
