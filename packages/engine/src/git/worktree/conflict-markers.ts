/** Counts the lines that git writes around a conflict. `=======` does not count, because it also underlines headings. */
export function countConflictMarkers(text: string): number {
  return text.match(/^(?:<{7}|\|{7}|>{7})(?: .*)?\r?$/gm)?.length ?? 0
}
