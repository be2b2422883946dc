import { expect, test } from 'vitest'
import { nearest } from './nearest.ts'

const KEYS = ['name', 'timeout', 'timeouts', 'dependsOn', 'key']

test.each([
  ['nme', 'name'],
  ['tiemout', 'timeout'],
  ['depends-on', 'dependsOn'],
  ['dependson', 'dependsOn'],
  ['kye', 'key'],
])('%s was meant to be %s', (word, meant) => {
  expect(nearest(word, KEYS)).toBe(meant)
})

test.each(['colour', 'x', 'dependency'])('%s is near nothing', (word) => {
  expect(nearest(word, KEYS)).toBeNull()
})
