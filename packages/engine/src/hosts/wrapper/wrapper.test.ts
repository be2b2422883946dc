import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createWorld, until } from '../fixtures/world.ts'
import { parseControl, readControl, WRAPPER_DRAINS } from './wrapper.ts'

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

it('R1: the control file has the pid of the heir, which ignores SIGTERM, and after the loss of the starter also the pids of its copiers', async () => {
  const world = createWorld()
  const request = world.request('sleep 300')
  const session = await world.hosts().start(request)
  const drains = () => readControl(join(world.root, request.sessionId, 'control')).drains
  await until(() => drains().length === WRAPPER_DRAINS)
  const [heir = 0] = drains()
  process.kill(heir, 'SIGTERM')
  process.kill(parentOf(session.identity?.pid ?? 0), 'SIGKILL')
  await until(() => drains().length === WRAPPER_DRAINS + 2)
  const [, ...copiers] = drains()
  await until(() => copiers.every((pid) => programOf(pid) === 'cat'))
  expect(copiers.map(parentOf)).toEqual([heir, heir])
  session.stop('cancelled')
  await session.ended
})

const ps = (field: string, pid: number): string =>
  execFileSync('ps', ['-o', `${field}=`, '-p', String(pid)], { encoding: 'utf8' }).trim()
const programOf = (pid: number): string => ps('comm', pid)
const parentOf = (pid: number): number => Number(ps('ppid', pid))
