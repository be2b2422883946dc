/** The length of a conflict marker if the attribute `conflict-marker-size` does not set another. */
export const MARKER_SIZE = 7

/** Counts the lines that git writes around a conflict. `=======` does not count, because it also underlines headings. */
export function countConflictMarkers(text: string, size = MARKER_SIZE): number {
  const line = new RegExp(`^(?:<{${size}}|\\|{${size}}|>{${size}})(?: .*)?\\r?$`, 'gm')
  return text.match(line)?.length ?? 0
}
