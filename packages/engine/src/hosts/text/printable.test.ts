import fc from 'fast-check'
import { expect, it } from 'vitest'
import { printable } from './printable.ts'

const ESC = '\u001b'

it('replaces control characters, but no tabs, line breaks and colours', () => {
  expect(printable('a\u0000b\tc\nd\u0007\u007f')).toBe('a␀b\tc\nd␇␡')
  expect(printable(`${ESC}[1;31mred${ESC}[0m`)).toBe(`${ESC}[1;31mred${ESC}[0m`)
})

it('replaces sequences that would control the terminal of a reader', () => {
  expect(printable(`${ESC}]0;title\u0007 ${ESC}[2J ${ESC}[10;10H \u009b31m`)).toBe('␛]0;title␇ ␛[2J ␛[10;10H \ufffd31m')
})

it('returns text that PostgreSQL and JSON accept, and a second call changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.constantFrom('', '\ud800', '\udfff'), (text, surrogate) => {
      const shown = printable(text + surrogate + text)
      expect(shown.isWellFormed()).toBe(true)
      expect(shown).not.toContain('\u0000')
      expect(printable(shown)).toBe(shown)
      expect(shown.split('\n')).toHaveLength((text + surrogate + text).split('\n').length)
    }),
  )
})
