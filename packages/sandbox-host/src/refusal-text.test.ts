import { expect, it } from 'vitest'
import { refusalText } from './refusal-text.ts'

it.each([
  ['example.com:443', /may not reach example\.com:443\. To allow it, add "example\.com" to "sandboxHosts"/],
  ['127.0.0.1:4000', /add "127\.0\.0\.1:4000"/],
  ['169.254.169.254:80', /^the agent may not reach 169\.254\.169\.254:80\.$/],
  ['100.100.100.200:80', /^the agent may not reach 100\.100\.100\.200:80\.$/],
  ['fd00:ec2::23:80', /^the agent may not reach fd00:ec2::23:80\.$/],
  ['metadata.google.internal:80', /internal:80\.$/],
])('a refused host is named, with what to do if it may be allowed: %s', (place, text) => {
  expect(refusalText(`deny network-outbound ${place} (host is not on the allow list)`)).toMatch(text)
})

it('anything else is described as the runtime does', () => {
  expect(refusalText('deny unix-socket')).toBe('it stopped the agent: deny unix-socket')
})
