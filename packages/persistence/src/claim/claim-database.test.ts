import { randomUUID } from 'node:crypto'
import type { Clock } from '@coppice/engine'
import { systemClock } from '@coppice/engine/ports/clock'
import { expect, it, onTestFinished } from 'vitest'
import { type Database, openServer } from '../database/database.ts'
import { createTestDatabase, dropTestDatabase } from '../testing/test-postgres.ts'
import type { ClaimOptions } from './claim-database.ts'
import { DatabaseHeld } from './claim-problems.ts'

/** A clock whose timers fire only when the test calls `fire`. */
class HeldTimers implements Clock {
  readonly now = systemClock.now
  readonly random = systemClock.random
  #calls: (() => void)[] = []

  after(_delayMs: number, call: () => void): () => void {
    this.#calls.push(call)
    return () => {
      this.#calls = this.#calls.filter((one) => one !== call)
    }
  }

  fire(): void {
    for (const call of this.#calls.splice(0)) call()
  }
}

interface Server {
  database: Database
  timers: HeldTimers
}

async function twoServers(): Promise<[Server, Server, string]> {
  const url = await createTestDatabase()
  const [one, two] = [await server(url), await server(url)]
  onTestFinished(async () => {
    await Promise.all([one, two].map(({ database }) => database.close()))
    await dropTestDatabase(url)
  })
  return [one, two, url]
}

async function server(url: string): Promise<Server> {
  const timers = new HeldTimers()
  return { timers, database: await openServer(url, timers) }
}

const on = (pid: number, fields: Partial<ClaimOptions> & { bootId?: string } = {}): ClaimOptions => ({
  folder: { id: randomUUID(), path: `/srv/${pid}` },
  processes: { self: { pid, startTime: '7', bootId: fields.bootId ?? 'this boot' }, isAlive: () => true },
  tell: () => {},
  ...fields,
})

const dead = { processes: { self: { pid: 2, startTime: '7', bootId: 'this boot' }, isAlive: () => false } }

const runOut = ({ database }: Server) =>
  database.prisma.$executeRaw`UPDATE "ServerClaim" SET "expiresAt" = clock_timestamp()`

it('R6: a second server on a database is refused at once, and the error names the first server', async () => {
  const [one, two] = await twoServers()
  const claim = await one.database.claim(on(1))
  const starting = await two.database.claim(on(2)).catch((error: unknown) => error)
  expect(starting).toBeInstanceOf(DatabaseHeld)
  expect(String(starting)).toMatch(/the Coppice server that is starting on .* \(process 1, data folder \/srv\/1\)/)
  await claim.announce('http://127.0.0.1:4000')
  await expect(two.database.claim(on(2))).rejects.toThrow(
    /in use by the Coppice server at http:\/\/127\.0\.0\.1:4000 .*since \d{4}-.*\. Use that server, stop it, or .*DATABASE_URL/,
  )
})

it('R6: a server is replaced at once if its process has ended, or if we have the lock of its data folder', async () => {
  const [one, two] = await twoServers()
  const first = await one.database.claim(on(1))
  const second = await two.database.claim(on(2, dead))
  expect(second.epoch).toBe(first.epoch + 1)
  const again = await one.database.claim({ ...on(3, { bootId: 'another boot' }), folder: second.folder })
  expect(again.epoch).toBe(second.epoch + 1)
})

it('R6: a server on another machine is replaced when its lease runs out; until then the second server waits and says so', async () => {
  const [one, two] = await twoServers()
  const first = await one.database.claim(on(1))
  const lines: string[] = []
  const waiting = two.database.claim(on(2, { bootId: 'of another machine', tell: (line) => lines.push(line) }))
  await expect.poll(() => lines).toHaveLength(1)
  expect(lines[0]).toMatch(/last in use by .*process 1.*waits up to \d+ s/)
  await runOut(one)
  const firing = setInterval(() => two.timers.fire(), 10)
  onTestFinished(() => clearInterval(firing))
  expect((await waiting).epoch).toBe(first.epoch + 1)
})

it('R6: if a server on another machine renews its claim, the waiting second server is refused', async () => {
  const [one, two] = await twoServers()
  await one.database.claim(on(1))
  const lines: string[] = []
  const waiting = two.database.claim(on(2, { bootId: 'of another machine', tell: (line) => lines.push(line) }))
  const refused = expect(waiting).rejects.toThrow(DatabaseHeld)
  await expect.poll(() => lines).toHaveLength(1)
  const firing = setInterval(() => [one, two].map(({ timers }) => timers.fire()), 10)
  onTestFinished(() => clearInterval(firing))
  await refused
})

it('R6: a server whose lease ran out finds at its next renewal that another server has the claim, and says what to do', async () => {
  const [one, two] = await twoServers()
  const first = await one.database.claim(on(1))
  await runOut(one)
  const second = await two.database.claim(on(2))
  await second.announce('http://other:4000')
  one.timers.fire()
  expect((await first.lost).message).toMatch(
    /^The Coppice server at http:\/\/other:4000 on .* has taken over the database at .*This server writes nothing more and exits.*agents continue/,
  )
})

it('R6: a server whose lease ran out keeps the claim if no other server has taken it', async () => {
  const [one, two] = await twoServers()
  await one.database.claim(on(1))
  await runOut(one)
  one.timers.fire()
  const leftMs = () => one.database.prisma.$queryRaw<{ isLeft: boolean }[]>`
    SELECT "expiresAt" > clock_timestamp() AS "isLeft" FROM "ServerClaim"`
  await expect.poll(leftMs).toEqual([{ isLeft: true }])
  await expect(two.database.claim(on(2))).rejects.toThrow(DatabaseHeld)
})

it('R6: a released claim can be taken at once', async () => {
  const [one, two] = await twoServers()
  const first = await one.database.claim(on(1))
  await first.release()
  expect((await two.database.claim(on(2, { bootId: 'of another machine' }))).epoch).toBe(first.epoch + 1)
})

it('R6: if many servers take the claim at the same time, exactly one gets it', async () => {
  const [one, two] = await twoServers()
  const all = Array.from({ length: 20 }, (_, index) => (index % 2 ? one : two).database.claim(on(index)))
  const taken = await Promise.allSettled(all)
  expect(taken.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  for (const one of taken) if (one.status === 'rejected') expect(one.reason).toBeInstanceOf(DatabaseHeld)
})
