export interface ForecastUsd {
  lowUsd: number
  likelyUsd: number
  highUsd: number
}

export interface ForecastMarkProps {
  forecast: ForecastUsd
  /** The x of the end of the run. */
  x: number
  /** Returns the y of an amount. */
  y: (usd: number) => number
  /** The present, from which lines lead to the forecast. It is null after the end. */
  from: { x: number; y: number } | null
}

/** Draws a forecast in the chart of the costs. It is dotted, because it does not exist yet. The text beside the chart has the same values. */
export function ForecastMark({ forecast: { lowUsd, likelyUsd, highUsd }, x, y, from }: ForecastMarkProps) {
  const ends = [y(lowUsd), y(highUsd)] as const
  return (
    <>
      {from !== null && (
        <>
          {ends.map((end) => (
            <path key={end} d={`M${from.x} ${from.y}L${x} ${end}`} stroke="var(--line-2)" strokeDasharray="1 4" />
          ))}
          <path
            d={`M${from.x} ${from.y}L${x} ${y(likelyUsd)}`}
            stroke="var(--ink)"
            strokeWidth="2"
            strokeDasharray="2 4"
          />
        </>
      )}
      <path d={`M${x} ${ends[0]}V${ends[1]}`} stroke="var(--ink)" strokeWidth="2" strokeDasharray="2 2" />
      {ends.map((end) => (
        <path key={end} d={`M${x - 4} ${end}H${x + 4}`} stroke="var(--ink)" strokeWidth="1.5" />
      ))}
      <circle cx={x} cy={y(likelyUsd)} r="3" fill="var(--bg)" stroke="var(--ink)" strokeWidth="1.5" />
    </>
  )
}
