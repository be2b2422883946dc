import type { ReactNode } from 'react'

export interface ReadoutProps {
  value: ReactNode
  label: string
}

/** A fact of the header: what it is, and below it what it means. */
export function Readout({ value, label }: ReadoutProps) {
  return (
    <div className="leading-[22px] whitespace-nowrap">
      <div className="h-[22px] font-medium">{value}</div>
      <div className="mt-0.5 text-[12px] leading-[18px] text-(--text-3)">{label}</div>
    </div>
  )
}
