/** Returns the lines of a text, with any kind of line break. A line break at the very end does not start another line. */
export function lines(text) {
  const all = text.split(/\r\n|\n|\r/)
  if (all.at(-1) === '') all.pop()
  return all
}
