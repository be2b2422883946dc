import { expect, it } from 'vitest'
import { isRefused } from './is-refused.ts'

it('S5: only a session with another prompt for a new conversation continues refused work; older servers wrote none', () => {
  expect(isRefused({ otherwise: 'Do it anew.' })).toBe(true)
  expect(isRefused({ otherwise: null })).toBe(false)
  expect(isRefused(JSON.parse('{ "conversationId": "talk" }'))).toBe(false)
  expect(isRefused(null)).toBe(false)
})
