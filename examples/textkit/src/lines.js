/** The lines of a text, however they end. A line break at the very end begins no further line. */
export function lines(text) {
  const all = text.split(/\r\n|\n|\r/)
  if (all.at(-1) === '') all.pop()
  return all
}
