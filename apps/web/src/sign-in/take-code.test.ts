import { describe, expect, it } from 'vitest'
import { takeCode } from './take-code.ts'

function taken(hash: string) {
  const addresses: unknown[] = []
  const history = {
    replaceState: (_state: unknown, _title: string, address?: string | URL | null) => addresses.push(address),
  }
  return { code: takeCode({ hash, pathname: '/sign-in', search: '?back=%2F' }, history), addresses }
}

describe('the code of a sign-in link', () => {
  it('is returned and removed from the address', () => {
    expect(taken('#code=abc-1')).toEqual({ code: 'abc-1', addresses: ['/sign-in?back=%2F'] })
    expect(taken('#code=')).toEqual({ code: null, addresses: ['/sign-in?back=%2F'] })
  })

  it('is null when the address has no code', () => {
    expect(taken('')).toEqual({ code: null, addresses: [] })
    expect(taken('#other')).toEqual({ code: null, addresses: [] })
  })
})
