/** @returns the offsets of the start and the end of a line in a text. @param line counted from 1 */
export function lineRange(text: string, line: number): { from: number; to: number } {
  const lines = text.split('\n')
  const index = Math.min(Math.max(1, line), lines.length) - 1
  const from = lines.slice(0, index).reduce((sum, each) => sum + each.length + 1, 0)
  return { from, to: from + (lines[index] ?? '').length }
}
