import { expect, test } from 'vitest'
import { reaches } from './versions.mjs'

test.each([
  ['v24.0.0', '24', true],
  ['24.21.0', '24', true],
  ['v26.1.0', '24', true],
  ['v20.20.2', '24', false],
  ['git version 2.39.5', '2.38', true],
  ['git version 2.38.0', '2.38', true],
  ['git version 2.39.3 (Apple Git-146)', '2.38', true],
  ['git version 2.4.11', '2.38', false],
  ['git version 2.100.0', '2.38', true],
  ['git version 1.99', '2.38', false],
  ['nonsense', '2.38', false],
])('%s is at least %s: %s', (version, floor, expected) => {
  expect(reaches(version, floor)).toBe(expected)
})
