import { globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const here = (path: string) => new URL(path, import.meta.url).pathname
const declared = (css: string): Record<string, string> =>
  Object.fromEntries([...css.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, name = '', value = '']) => [name, value]))

const [light = '', dark = ''] = readFileSync(here('tokens.css'), 'utf8').split('[data-theme="dark"]')
const [, muted = ''] = /\[data-stale\][^{]*\{([^}]*)\}/.exec(readFileSync(here('globals.css'), 'utf8')) ?? []

/** The colours of each theme. Stale or dimmed content overrides some of them. */
const THEMES = {
  light: declared(light),
  dark: { ...declared(light), ...declared(dark) },
  'light, stale or dimmed': { ...declared(light), ...declared(muted) },
  'dark, stale or dimmed': { ...declared(light), ...declared(dark), ...declared(muted) },
}

const STATUSES = ['pending', 'running', 'merging', 'completed', 'failed', 'conflict', 'held', 'skipped', 'cancelled']
const TEXTS = ['text', 'text-2', 'text-3', ...STATUSES]

/** For each background, the text colours that are used on it. */
const PAIRS: Record<string, readonly string[]> = {
  bg: TEXTS,
  'bg-2': TEXTS,
  sel: TEXTS,
  'bg-3': ['text', 'text-2'],
  mark: ['text'],
  ink: ['on-ink'],
  'failed-w': ['failed'],
  'held-w': ['text', 'text-2', 'held'],
  // This colour is used for lines and bars, never behind text.
  hair: [],
}

function hexOf(theme: Record<string, string>, token: string): string {
  const value = theme[token] ?? ''
  const [, other] = /^var\(--([\w-]+)\)$/.exec(value) ?? []
  return other ? hexOf(theme, other) : value
}

/** @returns the relative luminance of a colour by WCAG 2.2. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: string, other: string): number {
  const [bright = 0, dim = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (bright + 0.05) / (dim + 0.05)
}

describe('every text has a contrast of at least 4.5 to 1 to its background', () => {
  it.each(Object.entries(THEMES))('%s', (_, theme) => {
    const faint = Object.entries(PAIRS).flatMap(([ground, texts]) =>
      texts
        .map((text) => ({ text, ground, ratio: contrast(hexOf(theme, text), hexOf(theme, ground)) }))
        .filter(({ ratio }) => !(ratio >= 4.5)),
    )
    expect(faint).toEqual([])
  })

  it('the table has every background that a page uses', () => {
    const sources = globSync('../**/*.tsx', { cwd: here('.') }).map((file) => readFileSync(here(file), 'utf8'))
    const used = sources.flatMap((source) => [...source.matchAll(/bg-\(--([\w-]+)\)/g)].map(([, token = '']) => token))
    expect(new Set(used)).toEqual(new Set(Object.keys(PAIRS)))
  })
})
