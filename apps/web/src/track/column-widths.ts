/** `settled`: nothing in it will change. `running`: the batch at work. `coming`: nothing of it exists yet. */
export type ColumnKind = 'settled' | 'running' | 'coming'

const WEIGHT: Record<ColumnKind, number> = { settled: 1, running: 2.2, coming: 1.05 }
/** Below this a column no longer holds a task's name and its time. */
const ROOMY = 170
const TIGHT = { settled: 130, running: 330, coming: 42 }

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

function shared(kinds: readonly ColumnKind[], available: number): number[] {
  const weight = sum(kinds.map((kind) => WEIGHT[kind]))
  return kinds.map((kind) => (available * WEIGHT[kind]) / weight)
}

/** `open`: columns that a person unfolded, which then need the room of a name. */
function tight(kinds: readonly ColumnKind[], open: ReadonlySet<number>, available: number): number[] {
  const least = kinds.map((kind, i) => (open.has(i) ? Math.max(TIGHT[kind], 220) : TIGHT[kind]))
  const spare = Math.max(0, available - sum(least))
  const takers = kinds.map((kind, i) => kind === 'running' || open.has(i))
  const growing = takers.some(Boolean) ? takers : kinds.map(() => true)
  const share = spare / growing.filter(Boolean).length
  return least.map((width, i) => (growing[i] ? width + share : width))
}

/**
 * Settled batches narrow, the running one twice as wide. With many batches what is to come shrinks to a number and the
 * running one takes what is left; what does not fit even so is wider than `available`, and scrolls.
 */
export function columnWidths(
  kinds: readonly ColumnKind[],
  available: number,
  open: ReadonlySet<number> = new Set(),
): number[] {
  const roomy = shared(kinds, available)
  return Math.min(...roomy) >= ROOMY ? roomy : tight(kinds, open, available)
}
