import { expect, it } from 'vitest'
import { createSecretKeeper } from './passed-variables.ts'

const environment = { API_KEY: 'open-sesame-key', PIN: 'x4y9', SWITCH: '1', DEBUG: 'true', EMPTY: '' }

it('A2: a value is redacted as soon as a plan names its variable, also in JSON and base64', () => {
  const { redact, passed } = createSecretKeeper(environment, [])
  expect(redact('open-sesame-key')).toBe('open-sesame-key')
  expect(passed.take(['API_KEY', 'NOT_SET'])).toEqual({ API_KEY: 'open-sesame-key' })
  expect(redact('key=open-sesame-key, {"k":"open-sesame-key"}')).toBe('key=[redacted], {"k":"[redacted]"}')
  expect(redact(Buffer.from('user:open-sesame-key').toString('base64'))).toContain('[redacted]')
})

it('A2: a short value is redacted only as a whole word, and a switch is not redacted', () => {
  const { redact, passed } = createSecretKeeper(environment, [])
  passed.take(['PIN', 'SWITCH', 'DEBUG'])
  expect(redact('pin x4y9, ax4y9b; 1 is true')).toBe('pin [redacted], ax4y9b; 1 is true')
})

it('unset returns the variables that are empty or not set', () => {
  expect(createSecretKeeper(environment, []).passed.unset(['API_KEY', 'EMPTY', 'NOT_SET'])).toEqual([
    'EMPTY',
    'NOT_SET',
  ])
})
