'use client'

import { useId } from 'react'

export interface SegmentedProps<Value extends string> {
  /** The accessible name of the choice. */
  label: string
  options: readonly { value: Value; label: string }[]
  value: Value
  onChange: (value: Value) => void
  disabled?: boolean
}

/** A choice of one of several options: radio buttons in one frame. */
export function Segmented<Value extends string>({ label, options, value, onChange, disabled }: SegmentedProps<Value>) {
  const name = useId()
  return (
    <div
      role="radiogroup"
      aria-label={label}
      className="inline-flex h-7 items-stretch rounded-(--r) border border-(--line) max-[719px]:h-[46px]"
    >
      {options.map((option) => (
        <label
          key={option.value}
          className="flex cursor-pointer items-center rounded-[3px] px-3 text-(--text-2) text-[12px] [&+&]:border-(--line) [&+&]:border-l [&+&]:rounded-l-none has-checked:bg-(--bg-3) has-checked:font-semibold has-checked:text-(--text) has-focus-visible:outline-2 has-focus-visible:outline-(--ink) has-focus-visible:outline-offset-2 has-disabled:cursor-not-allowed"
        >
          <input
            type="radio"
            className="sr-only"
            name={name}
            value={option.value}
            checked={option.value === value}
            disabled={disabled}
            onChange={() => onChange(option.value)}
          />
          {option.label}
        </label>
      ))}
    </div>
  )
}
