/** The state of a batch, which decides how wide its column is. `settled`: it has ended. `running`: it is active. `coming`: it has not begun. */
export type ColumnKind = 'settled' | 'running' | 'coming'

const WEIGHT: Record<ColumnKind, number> = { settled: 1, running: 2.2, coming: 1.05 }
/** A column of at least this many px can show the key of a task and its duration. */
const ROOMY = 170
const TIGHT = { settled: 130, running: 330, coming: 42 }

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

function shared(kinds: readonly ColumnKind[], available: number): number[] {
  const weight = sum(kinds.map((kind) => WEIGHT[kind]))
  return kinds.map((kind) => (available * WEIGHT[kind]) / weight)
}

/** Calculates the widths for many batches. @param open the columns that the user has unfolded; they are wide enough for task keys */
function tight(kinds: readonly ColumnKind[], open: ReadonlySet<number>, available: number): number[] {
  const least = kinds.map((kind, i) => (open.has(i) ? Math.max(TIGHT[kind], 220) : TIGHT[kind]))
  const spare = Math.max(0, available - sum(least))
  const takers = kinds.map((kind, i) => kind === 'running' || open.has(i))
  const growing = takers.some(Boolean) ? takers : kinds.map(() => true)
  const share = spare / growing.filter(Boolean).length
  return least.map((width, i) => (growing[i] ? width + share : width))
}

/**
 * Calculates the width of each batch's column in px. The active batch is about twice as wide as the others. If there are many batches, those
 * that have not begun are only as wide as a number. If the columns still do not fit, they are wider than `available`, and the board scrolls.
 */
export function columnWidths(
  kinds: readonly ColumnKind[],
  available: number,
  open: ReadonlySet<number> = new Set(),
): number[] {
  const roomy = shared(kinds, available)
  return Math.min(...roomy) >= ROOMY ? roomy : tight(kinds, open, available)
}
