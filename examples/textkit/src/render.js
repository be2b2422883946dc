/** What rows of cells can be written as; sorted by name. */
const writers = {
  tsv: (rows) => rows.map((row) => `${row.join('\t')}\n`).join(''),
}

/** Names of the formats that `render` knows. */
export function formats() {
  return Object.keys(writers)
}

/** Rows of cells as text. */
export function render(rows, format) {
  if (!Object.hasOwn(writers, format)) {
    throw new RangeError(`no format ${format}; there are: ${formats().join(', ')}`)
  }
  return writers[format](rows)
}
