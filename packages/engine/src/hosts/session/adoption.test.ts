import { type ChildProcess, spawn } from 'node:child_process'
import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { NO_METRICS, type ProcessIdentity } from '../../domain/records.ts'
import type { OutputEntry } from '../../domain/session-output.ts'
import type { RunningProcess, SessionHosts } from '../../ports/hosts.ts'
import { openProcessTable } from '../family/open-process-table.ts'
import { identify } from '../family/process-table.ts'
import { fixture } from '../fixtures/fixture.ts'
import { lineAgent, NO_LIMITS } from '../fixtures/line-agent.ts'
import { allOutput, createWorld, markedBy, textsOf, until, type World } from '../fixtures/world.ts'

const SIX_LINES = ['line 1', 'line 2', 'line 3', 'line 4', 'line 5', 'line 6']
const table = openProcessTable()

interface Server {
  identity: ProcessIdentity | null
  kill(): Promise<void>
}

/** Starts a process that starts or adopts the session, as a server does. It resolves when that process watches the session. */
async function server(world: World, sessionId: string, command: string | null): Promise<Server> {
  const args = [fixture('server.ts'), world.root, sessionId, ...(command === null ? ['adopt'] : ['start', command])]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (data) => resolve(String(data)))
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)))
  })
  child.removeAllListeners('exit')
  return { identity: JSON.parse(line) as ProcessIdentity | null, kill: () => kill(child) }
}

const kill = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    child.once('exit', () => resolve())
    child.kill('SIGKILL')
  })

const adopt = (
  hosts: SessionHosts,
  id: string,
  process: ProcessIdentity | null = null,
): Promise<RunningProcess | null> => hosts.adopt({ id, process, agent: lineAgent, limits: NO_LIMITS() })

async function adopted(
  hosts: SessionHosts,
  id: string,
  process: ProcessIdentity | null = null,
): Promise<RunningProcess> {
  const session = await adopt(hosts, id, process)
  if (session === null) throw new Error('there was no session to adopt')
  return session
}

it('R1: an agent outlives its killed server and is adopted, and its output and exit code are complete', async () => {
  const world = createWorld()
  const id = world.newSession()
  const first = await server(world, id, fixture('fails-late'))
  await first.kill()
  const hosts = world.hosts()
  const session = await adopted(hosts, id, first.identity)
  expect(session.identity).toEqual(first.identity)
  expect(await session.ended).toMatchObject({ how: 'exited', exitCode: 7 })
  expect(textsOf(await allOutput(hosts, id))).toEqual(SIX_LINES)
})

it('R1: the output of an agent that ended while no server ran is read to its end', async () => {
  const world = createWorld()
  const id = world.newSession()
  const first = await server(world, id, `${fixture('fails-late')} 0.05`)
  await first.kill()
  await until(() => markedBy(id).length === 0, 'the end of the agent')
  const hosts = world.hosts()
  const session = await adopted(hosts, id, first.identity)
  expect(await session.ended).toMatchObject({ how: 'exited', exitCode: 7 })
  expect(textsOf(await allOutput(hosts, id))).toEqual(SIX_LINES)
})

it('R1: an agent of an older version’s server is adopted, and its new output follows the old lines', async () => {
  const world = createWorld()
  const id = world.newSession()
  const first = await server(world, id, fixture('fails-late'))
  const journal = join(world.root, id, 'output.jsonl')
  await until(() => existsSync(journal) && readFileSync(journal, 'utf8').includes('line 2'))
  await first.kill()
  writeFileSync(journal, asOlderVersion(await world.hosts().output(id, 0, 2)))
  rmSync(join(world.root, id, 'inbox.jsonl'))
  const hosts = world.hosts()
  expect(await (await adopted(hosts, id, first.identity)).ended).toMatchObject({ how: 'exited', exitCode: 7 })
  const output = await allOutput(hosts, id)
  expect(output.map(({ sequence, text }) => `${sequence} ${text}`)).toEqual(
    SIX_LINES.map((line, index) => `${index + 1} ${line}`),
  )
})

/** Formats entries as a journal of an older version, which stored output and no facts. */
function asOlderVersion(entries: readonly OutputEntry[]): string {
  const read = { stdout: entries.reduce((sum, { text }) => sum + text.length + 1, 0), stderr: 0 }
  const state = { read, metrics: NO_METRICS, noChange: false, dropped: { lines: 0, bytes: 0 }, end: null }
  const lines = entries.map(({ sequence, at, kind, text }) => JSON.stringify({ sequence, at, kind, text }))
  return `${[...lines, JSON.stringify({ state })].join('\n')}\n`
}

it('R1: when five servers are killed while one agent runs, no line is lost and none is stored twice', async () => {
  const world = createWorld()
  const id = world.newSession()
  const command = 'i=0; while [ $i -lt 400 ]; do i=$((i+1)); echo "tick $i"; sleep 0.01; done; printf "no end"; exit 7'
  let current = await server(world, id, command)
  for (let killed = 1; killed < 5; killed += 1) {
    await current.kill()
    current = await server(world, id, null)
  }
  await current.kill()
  const hosts = world.hosts()
  expect(await (await adopted(hosts, id)).ended).toMatchObject({ how: 'exited', exitCode: 7 })
  const output = await allOutput(hosts, id)
  expect(textsOf(output)).toEqual([...Array.from({ length: 400 }, (_, index) => `tick ${index + 1}`), 'no end'])
  expect(output.map((entry) => entry.sequence)).toEqual(output.map((_, index) => index + 1))
})

it('R1: an identity that was not recorded is found in the control file and checked by the marker', async () => {
  const world = createWorld()
  const id = world.newSession()
  const first = await server(world, id, fixture('fails-late'))
  await first.kill()
  const session = await adopted(world.hosts(), id)
  expect(session.identity).toEqual(first.identity)
  expect(await session.ended).toMatchObject({ how: 'exited', exitCode: 7 })
})

it('R1: a wrapper that has not written its pid is found by its marker', async () => {
  const world = createWorld()
  const id = world.newSession()
  const first = await server(world, id, 'sleep 300')
  await first.kill()
  await until(() => readFileSync(join(world.root, id, 'control'), 'utf8').includes('pid'))
  writeFileSync(join(world.root, id, 'control'), '')
  const session = await adopted(world.hosts(), id)
  expect(session.identity).toEqual(first.identity)
  session.stop('cancelled')
  expect(await session.ended).toMatchObject({ how: 'cancelled' })
})

it('R1: adopt returns null when no agent was started, even if the session has notices', async () => {
  const world = createWorld()
  const hosts = world.hosts()
  const id = world.newSession()
  expect(await adopt(hosts, id)).toBeNull()
  await hosts.notice(id, 'about to start')
  await hosts.provide(id, 'prompt.md', 'x')
  expect(await adopt(hosts, id)).toBeNull()
})

it('R1: another process that got the recorded pid is not adopted and not killed', async () => {
  const world = createWorld()
  const id = world.newSession()
  const stranger = spawn('sleep', ['300'], { detached: true, stdio: 'ignore' })
  const identity = identify(table, stranger.pid ?? 0)
  if (identity === null) throw new Error('the stranger is not there')
  const session = await adopted(world.hosts(), id, { ...identity, startTime: '1' })
  expect(await session.ended).toMatchObject({ how: 'lost', exitCode: null })
  expect(stranger.exitCode).toBeNull()
  expect(stranger.signalCode).toBeNull()
  await kill(stranger)
})

it('R1: another process that got the pid in the control file is not adopted and not killed', async () => {
  const world = createWorld()
  const hosts = world.hosts()
  const id = world.newSession()
  await hosts.notice(id, 'creates the folder')
  const stranger = spawn('sleep', ['300'], { detached: true, stdio: 'ignore' })
  writeFileSync(join(world.root, id, 'control'), `pid ${stranger.pid}\n`)
  const session = await adopted(hosts, id)
  expect(await session.ended).toMatchObject({ how: 'lost' })
  expect(stranger.signalCode).toBeNull()
  await kill(stranger)
})

it('R1: a process of another boot does not count as alive, even with the same pid and start time', async () => {
  const world = createWorld()
  const id = world.newSession()
  const stranger = spawn('sleep', ['300'], { detached: true, stdio: 'ignore' })
  const identity = identify(table, stranger.pid ?? 0)
  if (identity === null) throw new Error('the stranger is not there')
  const session = await adopted(world.hosts(), id, { ...identity, bootId: 'another' })
  expect(await session.ended).toMatchObject({ how: 'lost' })
  expect(stranger.signalCode).toBeNull()
  await kill(stranger)
})

it('C1: stop ends an adopted agent and its processes in other sessions', async () => {
  const world = createWorld()
  const id = world.newSession()
  const first = await server(world, id, 'setsid sleep 300 & echo ready; sleep 300')
  await first.kill()
  const hosts = world.hosts()
  const session = await adopted(hosts, id, first.identity)
  await until(() => hosts.lastLine(id) === 'ready')
  session.stop('cancelled')
  expect(await session.ended).toMatchObject({ how: 'cancelled', exitCode: 143 })
  expect(markedBy(id)).toEqual([])
})

it('C1: processes that an agent left running while no server ran are ended at the adoption', async () => {
  const world = createWorld()
  const id = world.newSession()
  const first = await server(world, id, 'setsid sleep 300 > /dev/null 2>&1 & exit 0')
  await first.kill()
  const session = await adopted(world.hosts(), id, first.identity)
  expect(await session.ended).toMatchObject({ how: 'exited', exitCode: 0 })
  expect(markedBy(id)).toEqual([])
})

it('R2: an incomplete batch is removed after a crash, and its lines are read again', async () => {
  const world = createWorld()
  const id = world.newSession()
  const first = await server(world, id, fixture('fails-late'))
  const journal = join(world.root, id, 'output.jsonl')
  await until(() => existsSync(journal) && readFileSync(journal, 'utf8').includes('line 2'))
  await first.kill()
  appendFileSync(journal, '{"sequence":3,"at":1,"kind":"STDOUT","text":"never counted"}\n{"sequ')
  const hosts = world.hosts()
  expect(textsOf(await hosts.output(id, 0, 100))).not.toContain('never counted')
  expect(await (await adopted(hosts, id, first.identity)).ended).toMatchObject({ exitCode: 7 })
  expect(textsOf(await allOutput(hosts, id))).toEqual(SIX_LINES)
})

it('R2: the next server continues within a line that was cut', async () => {
  const world = createWorld()
  const id = world.newSession()
  const command = `head -c 150000 /dev/zero | tr '\\0' x; sleep 1; echo; echo after`
  const first = await server(world, id, command)
  const journal = join(world.root, id, 'output.jsonl')
  await until(() => existsSync(journal) && readFileSync(journal, 'utf8').includes('the line continued'))
  await first.kill()
  const hosts = world.hosts()
  await (await adopted(hosts, id, first.identity)).ended
  const [one, two, three, after, ...more] = textsOf(await allOutput(hosts, id))
  const crosses = [one, two, three].map((text) => text?.replace(/ ?\[the line [a-z ]+\] ?/g, '').length ?? 0)
  expect(crosses.reduce((sum, length) => sum + length)).toBe(150_000)
  expect(three).toMatch(/^\[the line continued\]/)
  expect([after, ...more]).toEqual(['after'])
})

it('R1: a session whose end an earlier server stored keeps that end', async () => {
  const world = createWorld()
  const request = world.request('echo hello; NO=1; echo NO CHANGE; sleep 60')
  const earlier = world.hosts()
  const session = await earlier.start(request)
  await until(() => earlier.lastLine(request.sessionId) === 'NO CHANGE')
  session.stop('interrupted')
  const end = await session.ended
  const again = await adopted(world.hosts(), request.sessionId, session.identity)
  expect(await again.ended).toEqual({ ...end, tail: 'hello\nNO CHANGE' })
  expect(end).toMatchObject({ how: 'interrupted', noChange: true })
})

it('R5: a handover leaves the agent running, and the next server continues with it', async () => {
  const world = createWorld()
  const request = world.request('echo before; until [ -e go ]; do sleep 0.05; done; echo after; exit 7')
  const earlier = world.hosts()
  const session = await earlier.start(request)
  await until(() => earlier.lastLine(request.sessionId) === 'before')
  await earlier.close()
  expect(markedBy(request.sessionId).length).toBeGreaterThan(0)
  writeFileSync(join(world.root, 'go'), '')
  const hosts = world.hosts()
  expect(await (await adopted(hosts, request.sessionId, session.identity)).ended).toMatchObject({ exitCode: 7 })
  expect(textsOf(await allOutput(hosts, request.sessionId))).toEqual(['before', 'after'])
})

it('a session whose folder was deleted is lost', async () => {
  const world = createWorld()
  const id = world.newSession()
  const first = await server(world, id, 'sleep 0.1')
  await first.kill()
  await until(() => markedBy(id).length === 0)
  rmSync(join(world.root, id), { recursive: true })
  expect(await (await adopted(world.hosts(), id, first.identity)).ended).toMatchObject({ how: 'lost' })
})
