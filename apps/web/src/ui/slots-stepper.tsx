'use client'

import { useEffect, useState } from 'react'
import { FEWEST_SLOTS, MOST_SLOTS, slotsFrom } from '../words/slots.ts'

const STEP =
  'w-8 text-(--text-2) hover:enabled:text-(--text) disabled:cursor-not-allowed disabled:text-(--line) max-[719px]:w-11'

/** A field with two buttons for the number of slots. */
export function SlotsStepper({
  value,
  onChange,
  disabled,
}: {
  value: number
  onChange: (slots: number) => void
  disabled: boolean
}) {
  const [text, setText] = useState(String(value))
  useEffect(() => setText(String(value)), [value])

  const settle = () => {
    const slots = slotsFrom(text)
    setText(String(slots ?? value))
    if (slots !== null) onChange(slots)
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: browsers draw a border around a fieldset
    <div
      role="group"
      aria-label="Slots"
      className="inline-flex h-7 items-stretch rounded-(--r) border border-(--line) max-[719px]:h-[46px]"
    >
      <button
        type="button"
        className={STEP}
        aria-label="One slot fewer"
        disabled={disabled || value <= FEWEST_SLOTS}
        onClick={() => onChange(value - 1)}
      >
        −
      </button>
      <input
        aria-label={`Slots, ${FEWEST_SLOTS} to ${MOST_SLOTS}`}
        inputMode="numeric"
        className="w-11 border-(--line) border-x bg-transparent text-center font-medium disabled:text-(--text-3)"
        value={text}
        disabled={disabled}
        onChange={(event) => {
          setText(event.target.value)
          const slots = slotsFrom(event.target.value)
          if (slots !== null && String(slots) === event.target.value.trim()) onChange(slots)
        }}
        onBlur={settle}
        onKeyDown={(event) => {
          if (event.key === 'ArrowUp') onChange(Math.min(MOST_SLOTS, value + 1))
          if (event.key === 'ArrowDown') onChange(Math.max(FEWEST_SLOTS, value - 1))
        }}
      />
      <button
        type="button"
        className={STEP}
        aria-label="One slot more"
        disabled={disabled || value >= MOST_SLOTS}
        onClick={() => onChange(value + 1)}
      >
        +
      </button>
    </div>
  )
}
