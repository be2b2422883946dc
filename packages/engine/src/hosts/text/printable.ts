const ESC = String.fromCharCode(27)
/** Colours stay (`ESC [ … m`). Each other control character could control the reader's terminal, so it becomes visible. */
const COLOUR_OR_CONTROL = new RegExp(`${ESC}\\[[\\d;:]*m|[^\\P{Cc}\\n\\t]`, 'gu')
const CONTROL_PICTURES = 0x2400
const DELETE = 0x7f
const DELETE_PICTURE = '\u2421'
const REPLACEMENT = '\ufffd'

/**
 * Makes text that PostgreSQL, JSON and a terminal all accept: without NUL (`␀` replaces it), lone surrogates and control characters except
 * tab, line break and colours.
 */
export const printable = (text: string): string =>
  text.toWellFormed().replace(COLOUR_OR_CONTROL, (match) => (match.length > 1 ? match : picture(match.charCodeAt(0))))

function picture(code: number): string {
  if (code < 0x20) return String.fromCharCode(CONTROL_PICTURES + code)
  return code === DELETE ? DELETE_PICTURE : REPLACEMENT
}
