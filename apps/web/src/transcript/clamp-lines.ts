/** A text with more lines than this shows only its first lines, so that one long result does not fill the screen. */
const LONGEST = 16
const SHOWN = 12

export interface Clamped {
  text: string
  /** The number of lines that are not shown. */
  hidden: number
}

export function clampLines(text: string, whole: boolean): Clamped {
  const lines = text.split('\n')
  if (whole || lines.length <= LONGEST) return { text, hidden: 0 }
  return { text: lines.slice(0, SHOWN).join('\n'), hidden: lines.length - SHOWN }
}
