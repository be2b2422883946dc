import { describe, expect, it } from 'vitest'
import { handClock } from '../fixtures/hand-clock.ts'
import { bearerToken } from './bearer-token.ts'
import { noSessionCookie, sessionCookie, sessionSecretOf } from './session-cookie.ts'
import { createSignInAttempts, MOST_FAILURES } from './sign-in-attempts.ts'
import { isTrustedHost } from './trusted-host.ts'

describe('A1: a bearer token', () => {
  it('is read only from a header of the form `Bearer <token>`', () => {
    expect(bearerToken('Bearer abc')).toBe('abc')
    expect(bearerToken('bearer  abc ')).toBe('abc')
    for (const none of ['', 'abc', 'Basic abc', 'Bearer', 'Bearer a b', undefined, null, 7, {}])
      expect(bearerToken(none), String(none)).toBeNull()
  })
})

describe('A1: the session’s cookie', () => {
  const secretIn = (cookie: string, port = 4000) => sessionSecretOf({ headers: { cookie } }, port)

  it('is found among other cookies by the port in its name, because browsers share cookies between the ports of a host', () => {
    const own = sessionCookie(4000, 'secret').split(';')[0] ?? ''
    expect(secretIn(`a=b; ${own}; c=d`)).toBe('secret')
    expect(secretIn(own, 4001)).toBeNull()
    expect(secretIn(`x${own}`)).toBeNull()
    expect(secretIn('')).toBeNull()
    expect(noSessionCookie(4000)).toContain('Max-Age=0')
  })
})

describe('A1: the Host of a request', () => {
  it('must be a loopback name when the server listens only on the loopback', () => {
    for (const own of ['localhost', 'localhost:5', '127.0.0.1:4000', '[::1]:4000', 'LOCALHOST'])
      expect(isTrustedHost('127.0.0.1', own), own).toBe(true)
    for (const foreign of ['evil.test', 'localhost.evil.test', '127.0.0.1.evil.test', '', undefined, 'a b'])
      expect(isTrustedHost('127.0.0.1', foreign), foreign).toBe(false)
    expect(isTrustedHost('127.0.0.2', '127.0.0.2:4000')).toBe(true)
    expect(isTrustedHost('0.0.0.0', 'coppice.example.org')).toBe(true)
  })
})

describe('A1: failed sign-ins', () => {
  it('are counted per address, for a minute', () => {
    const clock = handClock()
    const attempts = createSignInAttempts(clock)
    for (let count = 0; count < MOST_FAILURES; count++) {
      expect(attempts.failed('a')).toBe(0)
      clock.advance(1_000)
    }
    expect(attempts.failed('a')).toBe(60 - MOST_FAILURES)
    expect(attempts.failed('b')).toBe(0)
    clock.advance(60_000)
    expect(attempts.failed('a')).toBe(0)
  })
})
