import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, it } from 'vitest'
import { systemClock } from '../../ports/clock.ts'
import { silentLog } from '../../ports/log.ts'
import { runKillLadder } from './kill-ladder.ts'
import { openProcessTable } from './open-process-table.ts'

it('C1: the kill ladder waits until a slow drain ignores SIGTERM, so no output is lost', async () => {
  const table = openProcessTable()
  const stray = spawn('sleep', ['300'], { stdio: 'ignore' })
  // The drain sets its trap only after 0.2 s, when the ladder has already begun.
  const drain = spawn('/bin/sh', ['-c', 'sleep 0.2; trap "" TERM; echo ready; exec cat'])
  stray.once('exit', () => drain.stdin.end('the last output'))
  let output = ''
  drain.stdout.on('data', (chunk) => (output += chunk))
  const ended = once(drain, 'exit')
  const pids = [stray.pid, drain.pid]
  const alive = () => table.rows().filter((row) => pids.includes(row.pid))
  const outcome = await runKillLadder({
    family: {
      members: alive,
      hasMissedNone: () => false,
      survivors: alive,
      strays: (rows) => rows.filter(({ pid }) => pid === stray.pid),
    },
    drains: () => (output.startsWith('ready') && drain.pid ? [drain.pid] : []),
    ...{ drainCount: 1, ended: true, graceMs: 60_000 },
    ...{ clock: systemClock, log: silentLog, abandoned: () => false },
  })
  expect(outcome).toEqual({ signalled: true, killed: false })
  expect(await ended).toEqual([0, null])
  expect(output).toBe('ready\nthe last output')
})

it.each([
  ['two readings', false, 2],
  ['one reading, if the system tells that it has missed no process,', true, 1],
])('C1: %s without a member prove that no process is left', async (_name, hasMissedNone, looks) => {
  let looked = 0
  const members = () => {
    looked += 1
    return []
  }
  const outcome = await runKillLadder({
    family: { members, hasMissedNone: () => hasMissedNone, survivors: (rows) => rows, strays: (rows) => rows },
    ...{ drains: () => [], drainCount: 1, ended: true, graceMs: 60_000 },
    ...{ clock: systemClock, log: silentLog, abandoned: () => false },
  })
  expect(outcome).toEqual({ signalled: false, killed: false })
  expect(looked).toBe(looks)
})
