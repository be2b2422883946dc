import type { ReactNode } from 'react'

export interface InkBar {
  key: string
  label: ReactNode
  /** Quiet words between the label and the bar, such as a number of tasks. */
  note: string
  value: number
  /** The value in words. */
  words: string
}

const HEIGHT = 8

/** A list of values with a bar in ink for each. All bars have the same scale. */
export function InkBars({ bars, width, name }: { bars: readonly InkBar[]; width: number; name: string }) {
  const max = Math.max(...bars.map(({ value }) => value))
  return (
    <table className="mt-2 w-full border-collapse" aria-label={name}>
      <tbody>
        {bars.map(({ key, label, note, value, words }) => (
          <tr key={key} className="h-[30px] max-[719px]:h-9">
            <td className="max-w-0 w-full truncate" title={key}>
              {label}
            </td>
            <td className="pl-2.5 text-right text-(--text-3) text-[12px] whitespace-nowrap">{note}</td>
            <td className="pl-2.5">
              <svg width={width} height={HEIGHT} aria-hidden="true" className="block">
                <path d={`M0 ${HEIGHT / 2}H${width}`} stroke="var(--hair)" />
                <rect width={max > 0 ? (value / max) * width : 0} height={HEIGHT} fill="var(--bar-crit)" />
              </svg>
            </td>
            <td className="pl-2.5 text-right font-medium whitespace-nowrap">{words}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
