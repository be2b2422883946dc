import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { openDatabase, openDataFolder } from '@coppice/persistence'
import { commandPlan, followOutput, followProgress, Gate, signalAll, tempRepository, until } from '@coppice/testkit'
import { expect, it, onTestFinished } from 'vitest'
import { livingProcesses } from '../engine/living-processes.ts'
import { Spy } from '../engine/spy.ts'
import { Client, recordId } from './client.ts'
import { newPlace, type Place, serve } from './serve.ts'

/** R1: servers are killed and started again while agents run, after they have ended, and when another process has the pid of an agent. */

/** How many servers are killed. It is more when COPPICE_KILLS asks for a long search. */
const KILLS = process.env.COPPICE_KILLS ? 5 : 2
const LINES_A_LIFE = 3
/** The start of a server may be slow on a busy machine. */
const PATIENCE_MS = 600_000

/** The script of an agent. It prints a few lines before each gate, so that each server has lines to read. */
const printsBetween = (gates: readonly Gate[]) =>
  gates
    .map((gate, life) => `for i in 1 2 3; do echo life-${life}-line-$i; done; ${gate.wait}`)
    .concat('printf "no line end"; echo work > work.txt')
    .join('; ')

const sessionsOf = async (client: Client, runId: string, key: string) =>
  (await client.run(runId)).tasks.edges.find(({ node }) => node.key === key)?.node.sessions ?? []

it(`R1: after ${KILLS} times kill -9 of the server during one agent, the last time while the agent ends: one attempt, each line once`, {
  timeout: PATIENCE_MS,
}, async () => {
  const place = await newPlace()
  const spy = new Spy()
  const gates = Array.from({ length: KILLS }, () => new Gate())
  let server = await serve(place)
  const project = await new Client(server).projectWith(
    commandPlan([{ key: 'a', epic: 'x', run: spy.command('a', printsBetween(gates)) }]),
  )
  const { run } = await new Client(server).startParallel(project)
  const runId = run?.id ?? ''
  for (const [life, gate] of gates.entries()) {
    const [session] = await until('the session', async () => {
      const sessions = await sessionsOf(new Client(server), runId, 'a')
      return sessions.length > 0 && sessions
    })
    for await (const { text } of followOutput(server, session?.id ?? ''))
      if (text === `life-${life}-line-${LINES_A_LIFE}`) break
    await server.killServer()
    gate.open()
    if (life === KILLS - 1) await until('the end of the agent', () => livingProcesses(recordId(session)).length === 0)
    server = await serve(place)
  }
  const events = []
  for await (const event of followProgress(server, runId)) events.push(event)
  expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1))
  const client = new Client(server)
  expect(await client.run(runId)).toMatchObject({ status: 'COMPLETED', completedTasks: 1 })
  expect(spy.starts('a')).toBe(1)
  const [session, ...more] = await sessionsOf(client, runId, 'a')
  expect([session?.status, more]).toEqual(['COMPLETED', []])
  const lines = []
  for await (const line of followOutput(server, session?.id ?? '')) lines.push(line)
  expect(lines.map(({ sequence }) => sequence)).toEqual(lines.map((_, index) => index + 1))
  const output = gates.flatMap((_, life) => [1, 2, 3].map((line) => `life-${life}-line-${line}`))
  expect(lines.filter(({ kind }) => kind === 'STDOUT').map(({ text }) => text)).toEqual([...output, 'no line end'])
})

interface Identity {
  pid: number
  startTime: string
  bootId: string
}

/** Starts a process that is not an agent. @returns the process, and its identity in the form in which the identity of an agent is stored. */
function foreignProcess(): { process: ChildProcess; identity: Identity } {
  const child = spawn('sleep', ['600'], { detached: true, stdio: 'ignore' })
  onTestFinished(() => void child.kill('SIGKILL'))
  const stat = readFileSync(`/proc/${child.pid}/stat`, 'utf8')
  const startTime = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  const bootId = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  return { process: child, identity: { pid: child.pid ?? 0, startTime, bootId } }
}

/** Changes the stored identities of the processes of sessions. No server may be running. */
async function rewrite({ home }: Place, change: (sessionId: string, recorded: Identity) => Identity): Promise<void> {
  const clock = { now: Date.now, random: Math.random, after: () => () => {} }
  const folder = await openDataFolder(home)
  const { prisma, close } = await openDatabase({ folder, clock })
  for (const { id, process } of await prisma.session.findMany()) {
    const changed = change(id, process as unknown as Identity)
    await prisma.session.update({ where: { id }, data: { process: { ...changed } } })
  }
  await close()
  await folder.release()
}

it('R1: a foreign process with the pid of an agent, or from another boot, is not taken for the agent and not ended; the task is retried', {
  timeout: PATIENCE_MS,
}, async () => {
  const place = await newPlace()
  const spy = new Spy()
  const gate = new Gate()
  const keys = ['lives', 'pid-reused', 'other-boot']
  const first = await serve(place)
  const repository = tempRepository()
  const tasks = keys.map((key) => ({
    key,
    epic: 'x',
    run: spy.command(key, `echo begun > begun-${key}.txt; echo at work; ${gate.wait}; echo ${key} > ${key}.txt`),
  }))
  const before = new Client(first)
  const { run } = await before.startParallel(await before.projectWith(commandPlan(tasks), repository))
  const runId = run?.id ?? ''
  const ids = new Map<string, string>()
  for (const key of keys) {
    const session = await until(`a session of ${key}`, async () => (await sessionsOf(before, runId, key))[0])
    for await (const { text } of followOutput(first, session.id)) if (text === 'at work') break
    ids.set(recordId(session), key)
  }
  await first.killServer()
  for (const [id, key] of ids) if (key !== 'lives') signalAll(livingProcesses(id), 'SIGKILL')

  const foreignProcesses = keys.map(foreignProcess)
  await rewrite(place, (id, recorded) => {
    const key = ids.get(id) ?? ''
    const { identity } = foreignProcesses[keys.indexOf(key)] as ReturnType<typeof foreignProcess>
    return key === 'other-boot' ? { ...identity, bootId: 'another' } : { ...identity, startTime: recorded.startTime }
  })
  const second = await serve(place)
  const client = new Client(second)
  await until('the second attempts', () => keys.every((key) => spy.starts(key) === 2))
  for (const id of ids.keys()) expect(livingProcesses(id)).toEqual([])
  gate.open()
  for await (const _ of followProgress(second, runId));
  expect(await client.run(runId)).toMatchObject({ status: 'COMPLETED', completedTasks: 3 })
  for (const key of keys) {
    expect((await sessionsOf(client, runId, key)).map(({ status }) => status)).toEqual(['INTERRUPTED', 'COMPLETED'])
    expect(spy.starts(key)).toBe(2)
  }
  for (const { process } of foreignProcesses) expect([process.exitCode, process.signalCode]).toEqual([null, null])
  const files = repository.git('ls-tree', '--name-only', 'main').split('\n')
  expect(files).toEqual(expect.arrayContaining(keys.map((key) => `${key}.txt`)))
})
