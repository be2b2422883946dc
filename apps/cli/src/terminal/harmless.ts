import { stripVTControlCharacters } from 'node:util'

const CONTROL = /[^\P{Cc}\n\t]/gu
const CONTROL_PICTURES = 0x2400
/** Direction marks, embeddings, overrides and isolates. They change the order in which a line is read. */
const DIRECTION = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu
/** JSON already escapes the other characters, and its line breaks are its own. */
const NOT_ESCAPED = /[\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu

/**
 * Text from others in a form that cannot control the reader's terminal. Colours and other sequences are removed. Other control characters,
 * and those that change the direction of writing, become visible. It works line by line, so that no sequence can hide the next line.
 */
export const harmless = (text: string): string =>
  text
    .replaceAll('\r\n', '\n')
    .split('\n')
    .map((line) => stripVTControlCharacters(line).replace(CONTROL, picture).replace(DIRECTION, named))
    .join('\n')

/** JSON with the same characters escaped. A script reads the original text, and a terminal is not controlled by it. */
export const harmlessJson = (value: unknown, indent?: number): string =>
  JSON.stringify(value, null, indent).replace(NOT_ESCAPED, (character) => `\\u${hex(character)}`)

function picture(control: string): string {
  const code = control.charCodeAt(0)
  return code < 0x20 ? String.fromCharCode(CONTROL_PICTURES + code) : '\ufffd'
}

const named = (character: string): string => `<U+${hex(character).toUpperCase()}>`
const hex = (character: string): string => character.charCodeAt(0).toString(16).padStart(4, '0')
