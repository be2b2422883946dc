/** Lines that git writes around a conflict. A lone `=======` does not count, because it underlines headings. */
export function countConflictMarkers(text: string): number {
  return text.match(/^(?:<{7}|\|{7}|>{7})(?: .*)?\r?$/gm)?.length ?? 0
}
