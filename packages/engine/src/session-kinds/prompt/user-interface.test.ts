import { expect, it } from 'vitest'
import { hasUserInterface } from './user-interface.ts'

it('Q1: recognizes a user interface by the files of the plan', () => {
  expect(hasUserInterface({ paths: ['src/slugify.js', 'web/index.html'], commands: [] })).toBe(true)
  expect(hasUserInterface({ paths: ['src/slugify.js', 'docs/html.md'], commands: ['npm run build'] })).toBe(false)
})

it('Q1: recognizes a user interface by the verify commands', () => {
  expect(hasUserInterface({ paths: [], commands: ['npx playwright test'] })).toBe(true)
})
