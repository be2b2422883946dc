import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { killIfAlive, testWhere } from '@coppice/testkit'
import { expect, it } from 'vitest'
import { until } from '../fixtures/world.ts'
import { openProcessTable } from './open-process-table.ts'
import { createFamily } from './process-family.ts'
import { identify, isAlive, type ProcessTable } from './process-table.ts'
import { createPsTable, parsePsLine } from './ps-table.ts'

const TABLES: [string, ProcessTable][] = [
  ['the table of this system', openProcessTable()],
  ['ps', createPsTable()],
]

for (const [name, table] of TABLES) {
  it(`R1: with ${name}, a process is alive only with the same pid, start time and boot, until it has ended`, async () => {
    const child = spawn('sleep', ['300'], { detached: true, stdio: 'ignore' })
    const identity = identify(table, child.pid ?? 0)
    if (identity === null) throw new Error('no identity')
    expect(isAlive(table, identity)).toBe(true)
    expect(isAlive(table, { ...identity, startTime: `${identity.startTime}0` })).toBe(false)
    expect(isAlive(table, { ...identity, bootId: 'another' })).toBe(false)
    child.kill('SIGKILL')
    await until(() => !isAlive(table, identity))
  })

  it(`C1: with ${name}, the group and the descendants of a leader are found`, async () => {
    const child = spawn('/bin/sh', ['-c', 'sleep 300 & setsid sleep 300; true'], { detached: true, stdio: 'ignore' })
    const leader = identify(table, child.pid ?? 0)
    const family = createFamily(table, { marker: 'NOT=THERE', leader, watched: true })
    await until(() => family.members().length === 3)
    for (const { pid } of family.members()) killIfAlive(pid)
    await until(() => family.members().length === 0)
  })
}

testWhere(
  it,
  existsSync('/proc/sys/kernel/ns_last_pid'),
  'the system does not tell the last process id',
)(
  'C1: a reading is complete only if no process was started meanwhile, in the same turn, and after the oldest process in question',
  async () => {
    const table = openProcessTable()
    table.rows()
    spawnSync('true')
    expect(table.isComplete(1)).toBe(false)
    await until(async () => {
      await new Promise(setImmediate)
      table.rows()
      return table.isComplete(1)
    })
    expect(table.isComplete(Number.MAX_SAFE_INTEGER)).toBe(false)
    await new Promise(setImmediate)
    expect(table.isComplete(1)).toBe(false)
  },
)

it('C1: ps does not tell whether a reading is complete', () => {
  const table = createPsTable()
  table.rows()
  expect(table.isComplete(1)).toBe(false)
})

it('a line of ps is parsed, with the blanks in its start time', () => {
  expect(parsePsLine('  42     1    42 Ss   Tue Nov 24 10:00:00 2026')).toEqual({
    pid: 42,
    parent: 1,
    group: 42,
    startTime: 'Tue Nov 24 10:00:00 2026',
    isZombie: false,
  })
  expect(parsePsLine('')).toBeNull()
  expect(parsePsLine('43 42 42 Z+ Tue Nov 24 10:00:00 2026')?.isZombie).toBe(true)
})
