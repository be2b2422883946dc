/** The formats of rows of cells, sorted by name. */
const writers = {
  tsv: (rows) => rows.map((row) => `${row.join('\t')}\n`).join(''),
}

/** The names of the formats that `render` supports. */
export function formats() {
  return Object.keys(writers)
}

/** Formats rows of cells as text. */
export function render(rows, format) {
  if (!Object.hasOwn(writers, format)) {
    throw new RangeError(`unknown format ${format}. The formats are: ${formats().join(', ')}`)
  }
  return writers[format](rows)
}
