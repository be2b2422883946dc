import { expect, it } from 'vitest'
import { tokenState } from './token-state.ts'

it('is valid, expired or revoked', () => {
  const at = (ms: number) => new Date(ms).toISOString()
  expect(tokenState({ revokedAt: null, expiresAt: null }, 5)).toBe('valid')
  expect(tokenState({ revokedAt: null, expiresAt: at(6) }, 5)).toBe('valid')
  expect(tokenState({ revokedAt: null, expiresAt: at(5) }, 5)).toBe('expired')
  expect(tokenState({ revokedAt: at(1), expiresAt: at(5) }, 5)).toBe('revoked')
})
