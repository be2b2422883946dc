import { expect, it } from 'vitest'
import { hasUserInterface } from './user-interface.ts'

it('Q1: knows a user interface by its files', () => {
  expect(hasUserInterface({ paths: ['src/slugify.js', 'web/index.html'], commands: [] })).toBe(true)
  expect(hasUserInterface({ paths: ['src/slugify.js', 'docs/html.md'], commands: ['npm run build'] })).toBe(false)
})

it('Q1: knows a user interface by how it is verified', () => {
  expect(hasUserInterface({ paths: [], commands: ['npx playwright test'] })).toBe(true)
})
