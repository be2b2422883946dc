/** Writes a table as CSV (RFC 4180). A value that a spreadsheet would take for a formula gets an apostrophe in front. */
export const csv = (header: readonly string[], rows: readonly (readonly CsvValue[])[]): string =>
  [header, ...rows].map((row) => row.map(field).join(',')).join('\r\n')

export type CsvValue = string | number | boolean | null

function field(value: CsvValue): string {
  if (typeof value !== 'string') return value === null ? '' : String(value)
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
