import { expect, test } from 'vitest'
import { harmless, harmlessJson } from './harmless.ts'

test.each([
  ['plain, with\ttab\nand line', 'plain, with\ttab\nand line'],
  ['\u001b[31mred\u001b[0m', 'red'],
  ['\u001b]0;title\u0007x', 'x'],
  ['\u001b[2Jgone', 'gone'],
  ['50 %\r100 %', '50 %␍100 %'],
  ['bell\u0007', 'bell␇'],
  ['c1\u009b2J', 'c1'],
  ['turned \u202egnp.exe\u2066', 'turned <U+202E>gnp.exe<U+2066>'],
  ['begins \u001b]0;here\nhidden?\nends\u0007', 'begins ere\nhidden?\nends␇'],
])('%j is shown as %j', (text, shown) => expect(harmless(text)).toBe(shown))

test('harmless JSON parses to the same value and contains no control characters', () => {
  const value = { text: '\u001b[2J\u009b\u202e\u2069\u007f', key: ['\n\t'] }
  for (const indent of [undefined, 2]) {
    const json = harmlessJson(value, indent)
    expect(JSON.parse(json)).toEqual(value)
    expect(harmless(json)).toBe(json)
  }
})
