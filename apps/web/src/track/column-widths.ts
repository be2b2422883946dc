/** `settled`: nothing in the batch will change. `running`: the batch is active. `coming`: nothing of it exists yet. */
export type ColumnKind = 'settled' | 'running' | 'coming'

const WEIGHT: Record<ColumnKind, number> = { settled: 1, running: 2.2, coming: 1.05 }
/** A narrower column cannot show a task's name and its time. */
const ROOMY = 170
const TIGHT = { settled: 130, running: 330, coming: 42 }

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

function shared(kinds: readonly ColumnKind[], available: number): number[] {
  const weight = sum(kinds.map((kind) => WEIGHT[kind]))
  return kinds.map((kind) => (available * WEIGHT[kind]) / weight)
}

/** `open`: columns that a person unfolded. They need room for a name. */
function tight(kinds: readonly ColumnKind[], open: ReadonlySet<number>, available: number): number[] {
  const least = kinds.map((kind, i) => (open.has(i) ? Math.max(TIGHT[kind], 220) : TIGHT[kind]))
  const spare = Math.max(0, available - sum(least))
  const takers = kinds.map((kind, i) => kind === 'running' || open.has(i))
  const growing = takers.some(Boolean) ? takers : kinds.map(() => true)
  const share = spare / growing.filter(Boolean).length
  return least.map((width, i) => (growing[i] ? width + share : width))
}

/**
 * Settled batches are narrow, and the running one is twice as wide. With many batches, coming batches shrink to a number and the running
 * one takes the remaining width. If this still does not fit, the track is wider than `available` and scrolls.
 */
export function columnWidths(
  kinds: readonly ColumnKind[],
  available: number,
  open: ReadonlySet<number> = new Set(),
): number[] {
  const roomy = shared(kinds, available)
  return Math.min(...roomy) >= ROOMY ? roomy : tight(kinds, open, available)
}
