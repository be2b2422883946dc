import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseControl, readControl } from './wrapper.ts'

it('R1: pid, drains and exit code are parsed in any order', () => {
  expect(parseControl('pid 7\nexit 3\ndrain 8\ndrain 9\n')).toEqual({ pid: 7, drains: [8, 9], exitCode: 3 })
})

it('R1: an incomplete line does not count', () => {
  const whole = 'pid 123\ndrain 124\ndrain 125\nexit 17\n'
  fc.assert(
    fc.property(fc.nat(whole.length), (length) => {
      const { pid, exitCode, drains } = parseControl(whole.slice(0, length))
      expect([null, 123]).toContain(pid)
      expect([null, 17]).toContain(exitCode)
      expect([124, 125].slice(0, drains.length)).toEqual(drains)
    }),
  )
})

it('a control file that does not exist counts as empty', () => {
  expect(readControl('/absent/control')).toEqual({ pid: null, drains: [], exitCode: null })
})
