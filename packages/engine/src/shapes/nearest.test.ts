import { expect, test } from 'vitest'
import { nearest } from './nearest.ts'

const KEYS = ['name', 'timeout', 'timeouts', 'dependsOn', 'key']

test.each([
  ['nme', 'name'],
  ['tiemout', 'timeout'],
  ['depends-on', 'dependsOn'],
  ['dependson', 'dependsOn'],
  ['kye', 'key'],
])('the nearest key to %s is %s', (word, meant) => {
  expect(nearest(word, KEYS)).toBe(meant)
})

test.each(['colour', 'x', 'dependency'])('no key is similar to %s', (word) => {
  expect(nearest(word, KEYS)).toBeNull()
})
