const ESC = String.fromCharCode(27)
/** Matches colours (`ESC [ … m`), which stay, and other control characters, which are replaced: they could control a reader's terminal. */
const COLOUR_OR_CONTROL = new RegExp(`${ESC}\\[[\\d;:]*m|[^\\P{Cc}\\n\\t]`, 'gu')
const CONTROL_PICTURES = 0x2400
const DELETE = 0x7f
const DELETE_PICTURE = '\u2421'
const REPLACEMENT = '\ufffd'

/**
 * Makes a text safe for PostgreSQL, JSON and a terminal. It replaces lone surrogates and control characters by visible characters, such as
 * NUL by `␀`. Tabs, line breaks and colours stay.
 */
export const printable = (text: string): string =>
  text.toWellFormed().replace(COLOUR_OR_CONTROL, (match) => (match.length > 1 ? match : picture(match.charCodeAt(0))))

function picture(code: number): string {
  if (code < 0x20) return String.fromCharCode(CONTROL_PICTURES + code)
  return code === DELETE ? DELETE_PICTURE : REPLACEMENT
}
