import { stripVTControlCharacters } from 'node:util'

const CONTROL = /[^\P{Cc}\n\t]/gu
const CONTROL_PICTURES = 0x2400
/** The Unicode characters that change the direction of writing. They could make the parts of a line appear in another order. */
const DIRECTION = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu
/** The characters that `JSON.stringify` does not escape. It already escapes the other control characters. */
const NOT_ESCAPED = /[\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu

/**
 * Makes a text safe to print on a terminal. It removes colours and other escape sequences. It escapes the other control characters and those
 * that change the direction of writing. It works line by line, so that an unfinished sequence cannot hide the next line.
 */
export const harmless = (text: string): string =>
  text
    .replaceAll('\r\n', '\n')
    .split('\n')
    .map((line) => stripVTControlCharacters(line).replace(CONTROL, picture).replace(DIRECTION, named))
    .join('\n')

/** Formats a value as JSON that is safe to print on a terminal. A program that parses it gets the original texts. */
export const harmlessJson = (value: unknown, indent?: number): string =>
  JSON.stringify(value, null, indent).replace(NOT_ESCAPED, (character) => `\\u${hex(character)}`)

function picture(control: string): string {
  const code = control.charCodeAt(0)
  return code < 0x20 ? String.fromCharCode(CONTROL_PICTURES + code) : '\ufffd'
}

const named = (character: string): string => `<U+${hex(character).toUpperCase()}>`
const hex = (character: string): string => character.charCodeAt(0).toString(16).padStart(4, '0')
