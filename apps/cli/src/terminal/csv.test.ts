import { expect, it } from 'vitest'
import { csv } from './csv.ts'
import { dollars } from './dollars.ts'

it('quotes a text with a comma, a quote or a line break, and no text becomes a formula', () => {
  expect(
    csv(
      ['a', 'b'],
      [
        ['x,y', 'say "hi"'],
        ['=1+1', null],
        [1.5, true],
      ],
    ),
  ).toBe('a,b\r\n"x,y","say ""hi"""\r\n\'=1+1,\r\n1.5,true')
})

it('a small amount does not become $0.00', () => {
  expect([0, 0.002005, 0.1, 12.345].map(dollars)).toEqual(['$0.00', '$0.0020', '$0.10', '$12.35'])
})
