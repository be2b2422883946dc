import { stripVTControlCharacters } from 'node:util'

const CONTROL = /[^\P{Cc}\n\t]/gu
const CONTROL_PICTURES = 0x2400

/** What an agent said, so that it cannot drive the terminal of who reads it: colours go, other control characters become visible. */
export const harmless = (text: string): string =>
  stripVTControlCharacters(text.replaceAll('\r\n', '\n')).replace(CONTROL, (control) => {
    const code = control.charCodeAt(0)
    return code < 0x20 ? String.fromCharCode(CONTROL_PICTURES + code) : '\ufffd'
  })
