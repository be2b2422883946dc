import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import type { OutputEntry } from '../../../domain/session-output.ts'
import { openProcessTable } from '../../family/open-process-table.ts'
import { allOutput, createWorld, textsOf, until } from '../../fixtures/world.ts'

const table = openProcessTable()

it('R1: an agent outlives its killed starter, all its output is stored, its end is found, and the next agent has a new starter', async () => {
  const world = createWorld()
  const hosts = world.hosts()
  const more = 'seq 100000 | tee /dev/stderr'
  const request = world.request(`echo before; read _ < wait; ${more}; echo after; exit 7`)
  execFileSync('mkfifo', [`${world.root}/wait`])
  const session = await hosts.start(request)
  const starter = table.row(session.identity?.pid ?? 0)?.parent ?? 0
  expect(starter).not.toBe(process.pid)
  await until(() => hosts.lastLine(request.sessionId) === 'before')
  process.kill(starter, 'SIGKILL')
  await until(() => table.row(starter) === null || table.row(starter)?.isZombie === true)
  writeFileSync(`${world.root}/wait`, 'go\n')
  expect(await session.ended).toMatchObject({ how: 'exited', exitCode: 7 })
  const output = await allOutput(hosts, request.sessionId)
  const numbers = Array.from({ length: 100_000 }, (_, index) => String(index + 1))
  const linesOf = (kind: OutputEntry['kind']) => textsOf(output.filter((entry) => entry.kind === kind))
  expect(linesOf('STDOUT')).toEqual(['before', ...numbers, 'after'])
  expect(linesOf('STDERR')).toEqual(numbers)

  const next = await hosts.start(world.request('true'))
  expect(await next.ended).toMatchObject({ how: 'exited', exitCode: 0 })
})
