/** The default length of a conflict marker, in characters. The attribute `conflict-marker-size` can set another. */
export const MARKER_SIZE = 7

/** Counts the lines with conflict markers in a text. `=======` does not count, because such a line may also underline a heading. */
export function countConflictMarkers(text: string, size = MARKER_SIZE): number {
  const line = new RegExp(`^(?:<{${size}}|\\|{${size}}|>{${size}})(?: .*)?\\r?$`, 'gm')
  return text.match(line)?.length ?? 0
}
