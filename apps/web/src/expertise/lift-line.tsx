import type { Lift } from './expertise-documents.ts'
import { pointsWords } from './lift-words.ts'

const [WIDTH, HEIGHT] = [160, 14]
const MIDDLE = HEIGHT / 2
const x = (share: number): number => ((share + 1) / 2) * WIDTH

/**
 * Draws the difference of the first attempts that were merged, on an axis from −100 to +100 points. The line is the interval, and the dot is
 * the value. Without enough sessions the axis is dotted.
 */
export function LiftLine({ lift }: { lift: Lift }) {
  const { success } = lift
  const words = pointsWords(lift) ?? 'not enough data'
  return (
    <svg width={WIDTH} height={HEIGHT} role="img" aria-label={words} className="flex-none overflow-visible">
      <title>{words}</title>
      <line
        x1={0}
        x2={WIDTH}
        y1={MIDDLE}
        y2={MIDDLE}
        stroke="var(--line)"
        strokeDasharray={success === null ? '2 4' : undefined}
      />
      <line x1={x(0)} x2={x(0)} y1={1} y2={HEIGHT - 1} stroke="var(--line-2)" />
      {success && (
        <>
          <line x1={x(success.low)} x2={x(success.high)} y1={MIDDLE} y2={MIDDLE} stroke="var(--ink)" strokeWidth={2} />
          <circle cx={x(success.value)} cy={MIDDLE} r={3.5} fill="var(--ink)" />
        </>
      )}
    </svg>
  )
}
