import { describe, expect, it } from 'vitest'
import { clampText } from './clamp-text.ts'

const clamped = (text: string, whole = false, length = text.length) => clampText({ text, length }, whole)

describe('a text that would fill the screen', () => {
  it('is shown whole when it is short, or when the person asked for it', () => {
    expect(clamped('short')).toEqual({ text: 'short', hidden: null })
    expect(clamped('x'.repeat(9000), true).text).toHaveLength(9000)
  })

  it('shows its first lines, and how many there are more', () => {
    const { text, hidden } = clamped(Array.from({ length: 300 }, (_, index) => `line ${index}`).join('\n'))
    expect(text.split('\n')).toHaveLength(12)
    expect(hidden).toBe('288 more lines')
  })

  it('shows the start of a long line, and how many characters there are more on the server', () => {
    expect(clamped('x'.repeat(4000), false, 64_000)).toEqual({
      text: 'x'.repeat(1000),
      hidden: '63,000 more characters',
    })
    expect(clamped('x'.repeat(4000), true, 64_000).hidden).toBe('60,000 more characters')
  })

  it('shows little of a piece of a line that began above', () => {
    const { text } = clamped(`[the line continued] ${'x'.repeat(4000)}`)
    expect(text.length).toBeLessThan(150)
  })

  it('is named as binary when it is no text', () => {
    expect(clamped('␀␁␂ELF\ufffd\ufffd'.repeat(1000)).hidden).toBe('Binary output, 8,000 characters')
    expect(clamped('␀␁'.repeat(100), true).text).toHaveLength(200)
    expect(clamped(`a word, and one ␀ in ${'a line of text '.repeat(10)}`).hidden).toBeNull()
  })
})
