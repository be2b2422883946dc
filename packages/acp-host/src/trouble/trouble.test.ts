import { expect, it } from 'vitest'
import { partsOf } from '../testing/parts-of.ts'
import { endingOf } from './trouble.ts'

const REFUSED = {
  ...{ title: 'The agent', signInAdvice: 'sign in', baseUrlVariable: null, model: null, limit: null, now: 0 },
  redact: String,
}
const QUOTA = 'You exceeded your current quota, please check your plan and billing details.'
const IMAGE = 'image exceeds 5 MB'

it.each([
  [{ code: 429, message: QUOTA }, 'limited'],
  [{ code: -32_603, message: QUOTA }, 'limited'],
  [{ code: 429, message: 'Try again later' }, 'limited'],
  [{ code: 503, message: 'Try again later' }, 'limited'],
  [{ code: 401, message: 'Refused' }, 'configuration'],
  [{ code: -32_603, message: 'Internal error: CODEX_API_KEY or OPENAI_API_KEY is not set' }, 'configuration'],
  [{ code: -32_603, message: 'Your account is not active, please check your billing details' }, 'configuration'],
  [{ code: -32_603, message: 'Your credit balance is too low' }, 'configuration'],
  [{ code: 500, message: 'The model x does not exist' }, 'configuration'],
  [{ code: 500, message: 'Something else' }, 'infrastructure'],
  [{ code: -32_603, message: `Internal error: API Error: 400 ${IMAGE}` }, 'work'],
  [{ code: -32_603, message: `{"type":"invalid_request_error","message":"${IMAGE}"}` }, 'work'],
  [{ code: -32_603, message: IMAGE, data: { errorKind: 'invalid_request' } }, 'work'],
  [{ code: 400, message: IMAGE }, 'work'],
  [{ code: 400, message: 'API key not valid. Please pass a valid API key.' }, 'configuration'],
  [{ code: -32_603, message: 'invalid_request_error: Your credit balance is too low' }, 'configuration'],
  [{ code: -32_603, message: 'API Error: 529 Overloaded' }, 'limited'],
  [{ code: -32_603, message: 'The agent stopped after 400 tokens' }, 'infrastructure'],
])('S5: %j is of the class %s', (error, kind) => {
  const ending = endingOf(error, REFUSED)
  expect('class' in ending ? ending.class : ending.is).toBe(kind)
})

it('A2: no part of a key is left when the message of an error is cut within it', () => {
  const key = 'k3y-of-a-person-0123456789'
  for (const redact of [String, (text: string) => text.replaceAll(key, '[redacted]')]) {
    const ending = endingOf({ message: `${'x'.repeat(380)} ${key}, which is wrong` }, { ...REFUSED, redact })
    expect(ending).toMatchObject({ reason: expect.stringContaining('xxx') })
    expect(partsOf(key).filter((part) => JSON.stringify(ending).includes(part))).toEqual([])
  }
  const words = 'a key with many words'
  const message = `${'x'.repeat(385)} ${words}`
  const redact = (text: string) => text.replaceAll(words, '[redacted]')
  expect(endingOf({ message }, { ...REFUSED, redact })).toMatchObject({ reason: expect.not.stringContaining('a key') })
})
