import type { ReactNode } from 'react'

export interface ReadoutProps {
  value: ReactNode
  label: string
}

/** A figure at the head of a page: its value, with its label below. */
export function Readout({ value, label }: ReadoutProps) {
  return (
    <div className="leading-[22px] whitespace-nowrap">
      <div className="h-[22px] font-medium">{value}</div>
      <div className="mt-0.5 text-[12px] leading-[18px] text-(--text-3)">{label}</div>
    </div>
  )
}
