import { CombinedError } from 'urql'
import { describe, expect, it } from 'vitest'
import { isUnauthenticated, isUnreachable } from './faults.ts'

const refused = (code: string, status = 200) =>
  new CombinedError({ graphQLErrors: [{ message: 'No.', extensions: { code } }], response: { status } })
const broken = (status?: number) =>
  new CombinedError({ networkError: new Error('down'), response: status === undefined ? undefined : { status } })

describe('an error of a request', () => {
  it('counts as unreachable when the server is down, starting or stopping', () => {
    expect([broken(), broken(502), refused('INTERNAL_SERVER_ERROR', 503)].map(isUnreachable)).toEqual([
      true,
      true,
      true,
    ])
    expect(isUnreachable(refused('INTERNAL_SERVER_ERROR', 500))).toBe(false)
    expect(isUnreachable(new Error('a defect'))).toBe(false)
  })

  it('A1: counts as unauthenticated when there is no valid session', () => {
    expect([refused('UNAUTHENTICATED'), refused('UNAUTHENTICATED', 401), broken(401)].map(isUnauthenticated)).toEqual([
      true,
      true,
      true,
    ])
    expect([refused('FORBIDDEN', 403), broken()].map(isUnauthenticated)).toEqual([false, false])
  })
})
