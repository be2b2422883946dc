import { stripVTControlCharacters } from 'node:util'

const CONTROL = /[^\P{Cc}\n\t]/gu
const CONTROL_PICTURES = 0x2400
/** Marks, embeddings, overrides and isolates: they change the order in which a line is read. */
const DIRECTION = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu
/** In JSON the others are escaped already, and line breaks are its own. */
const NOT_ESCAPED = /[\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu

/**
 * Text that others wrote, so that it cannot drive the terminal of who reads it: colours and other sequences go, what else is a control
 * character or changes the direction of writing becomes visible. Line by line: no sequence can hide the next line.
 */
export const harmless = (text: string): string =>
  text
    .replaceAll('\r\n', '\n')
    .split('\n')
    .map((line) => stripVTControlCharacters(line).replace(CONTROL, picture).replace(DIRECTION, named))
    .join('\n')

/** JSON with the same characters escaped: a script reads what was meant, a terminal is not driven. */
export const harmlessJson = (value: unknown, indent?: number): string =>
  JSON.stringify(value, null, indent).replace(NOT_ESCAPED, (character) => `\\u${hex(character)}`)

function picture(control: string): string {
  const code = control.charCodeAt(0)
  return code < 0x20 ? String.fromCharCode(CONTROL_PICTURES + code) : '\ufffd'
}

const named = (character: string): string => `<U+${hex(character).toUpperCase()}>`
const hex = (character: string): string => character.charCodeAt(0).toString(16).padStart(4, '0')
