export interface Row {
  what: string
  is: number
  /** The limit that the figure must not exceed. */
  limit: number
}

export const isKept = ({ is, limit }: Row): boolean => is <= limit

/** Returns one line for each row: the figure, its limit, and whether the limit is kept. */
export function table(rows: readonly Row[]): string {
  const width = Math.max(...rows.map(({ what }) => what.length))
  const line = (row: Row) =>
    `${isKept(row) ? '✔' : '✘'} ${row.what.padEnd(width)}  ${figure(row.is).padStart(8)}  ≤ ${figure(row.limit)}`
  return rows.map(line).join('\n')
}

const figure = (value: number): string => (Number.isInteger(value) ? String(value) : value.toFixed(3))
