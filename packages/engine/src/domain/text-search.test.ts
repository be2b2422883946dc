import { expect, it } from 'vitest'
import { piecesWithoutColours, withoutColours } from './text-search.ts'

async function shown(...pieces: string[]): Promise<string> {
  async function* all() {
    yield* pieces
  }
  let text = ''
  for await (const piece of piecesWithoutColours(all())) text += piece
  return text
}

it('removes colours from pieces as from the whole text, wherever the pieces meet', async () => {
  const text = '`\u001b[31m``\u001b[1;38:5m`\u001b[Kx\u001b[m\u001b'
  expect(withoutColours(text)).toBe('````\u001b[Kx\u001b')
  for (let at = 0; at <= text.length; at += 1)
    for (const end of [at, at + 1, text.length])
      expect(await shown(text.slice(0, at), text.slice(at, end), text.slice(end))).toBe(withoutColours(text))
})

it('R4: keeps no long text that only looks like the begin of a colour', async () => {
  const digits = `\u001b[${'1'.repeat(200)}`
  expect(await shown(digits, 'm')).toBe(`${digits}m`)
})
