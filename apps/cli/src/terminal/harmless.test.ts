import { expect, test } from 'vitest'
import { harmless } from './harmless.ts'

test.each([
  ['plain, with\ttab\nand line', 'plain, with\ttab\nand line'],
  ['\u001b[31mred\u001b[0m', 'red'],
  ['\u001b]0;title\u0007x', 'x'],
  ['\u001b[2Jgone', 'gone'],
  ['50 %\r100 %', '50 %␍100 %'],
  ['bell\u0007', 'bell␇'],
  ['c1\u009b2J', 'c1'],
])('%j is shown as %j', (text, shown) => expect(harmless(text)).toBe(shown))
