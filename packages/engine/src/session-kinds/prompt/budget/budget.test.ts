import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { estimateTokens } from './estimate-tokens.ts'
import { fitItems } from './fit-items.ts'
import { fitText } from './fit-text.ts'

describe('the estimate of tokens', () => {
  it('counts a token for three bytes, and so one for a Chinese character', () => {
    expect(estimateTokens('')).toBe(0)
    expect(estimateTokens('four')).toBe(2)
    expect(estimateTokens('数据库')).toBe(3)
  })
})

describe('fitItems', () => {
  it('keeps the first items, and says how many it left out', () => {
    expect(fitItems(['src/a.js', 'src/b.js'], 100, 'files')).toEqual(['src/a.js', 'src/b.js'])
    expect(fitItems(['src/a.js', 'src/b.js', 'src/c.js'], 4, 'files')).toEqual([
      'src/a.js',
      '(files left out to keep the prompt short: 2)',
    ])
  })
})

describe('fitText', () => {
  it('keeps whole lines of the start or of the end, and says how much it cut', () => {
    const text = 'one\ntwo\nthree\nfour'
    expect(fitText(text, 6, 'start')).toBe(text)
    expect(fitText(text, 4, 'start')).toBe('one\ntwo\n[about 3 tokens are cut here to keep the prompt short]')
    expect(fitText(text, 4, 'end')).toBe('[about 2 tokens are cut here to keep the prompt short]\nthree\nfour')
  })

  it('cuts a line that is longer than the budget, but no character', () => {
    expect(fitText('数据库表', 2, 'start')).toMatch(/^数据\n/)
    expect(fitText('😀😀😀', 3, 'end')).toMatch(/\n😀😀$/)
  })

  it('leaves a text that fits, and otherwise keeps a part of it within the budget', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', '\n', 'é', '库', '😀') }),
        fc.nat(30),
        fc.constantFrom('start', 'end'),
        (text, tokens, keep) => {
          const fitted = fitText(text, tokens, keep)
          if (estimateTokens(text) <= tokens) {
            expect(fitted).toBe(text)
            return
          }
          const lines = fitted.split('\n')
          const kept = (keep === 'start' ? lines.slice(0, -1) : lines.slice(1)).join('\n')
          expect(estimateTokens(kept)).toBeLessThanOrEqual(tokens)
          expect(keep === 'start' ? text.startsWith(kept) : text.endsWith(kept)).toBe(true)
        },
      ),
    )
  })
})
