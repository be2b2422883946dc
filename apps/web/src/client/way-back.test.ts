import { describe, expect, it } from 'vitest'
import { signInAddress, wayBack } from './way-back.ts'

const from = (back: string) => wayBack(`?back=${encodeURIComponent(back)}`)

describe('the page after signing in', () => {
  it('is the page that the person came from', () => {
    expect(from('/projects/p1?tab=2#t')).toBe('/projects/p1?tab=2#t')
    expect(signInAddress('/projects/p1')).toBe('/sign-in?back=%2Fprojects%2Fp1')
    expect(wayBack(signInAddress('/projects/p1').slice('/sign-in'.length))).toBe('/projects/p1')
  })

  it('is the list of projects when the address names no page', () => {
    expect(wayBack('')).toBe('/')
    expect(from('/sign-in?back=/')).toBe('/')
    expect(signInAddress('/')).toBe('/sign-in')
  })

  it('A1: is never on another origin', () => {
    for (const back of ['//evil.test', 'https://evil.test', '/\\evil.test', 'javascript:alert(1)', '/\t/evil.test'])
      expect(from(back), back).toBe('/')
  })
})
