import { randomUUID } from 'node:crypto'
import type { Clock } from '@coppice/engine'
import { systemClock } from '@coppice/engine/ports/clock'
import { expect, it, onTestFinished } from 'vitest'
import { type Database, openServer } from '../database/database.ts'
import { createTestDatabase, dropTestDatabase } from '../testing/test-postgres.ts'
import type { ClaimOptions } from './claim-database.ts'
import { DatabaseHeld } from './claim-problems.ts'

/** Timers ring when the test says so. */
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

  ring(): void {
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

it('R6: a second server on one database is refused at once, by a sentence that names the first', async () => {
  const [one, two] = await twoServers()
  const claim = await one.database.claim(on(1))
  const starting = await two.database.claim(on(2)).catch((error: unknown) => error)
  expect(starting).toBeInstanceOf(DatabaseHeld)
  expect(String(starting)).toMatch(/the Coppice server that is starting on .* \(process 1, data folder \/srv\/1\)/)
  await claim.announce('http://127.0.0.1:4000')
  await expect(two.database.claim(on(2))).rejects.toThrow(
    /in use by the Coppice server at http:\/\/127\.0\.0\.1:4000 .*since \d{4}-.*: use that one, stop it, or .*DATABASE_URL/,
  )
})

it('R6: who is proven to be dead is replaced at once: its process has ended, or we hold its data folder', async () => {
  const [one, two] = await twoServers()
  const first = await one.database.claim(on(1))
  const second = await two.database.claim(on(2, dead))
  expect(second.epoch).toBe(first.epoch + 1)
  const again = await one.database.claim({ ...on(3, { bootId: 'another boot' }), folder: second.folder })
  expect(again.epoch).toBe(second.epoch + 1)
})

it('R6: who cannot be reached is waited for, and people are told; when its lease runs out it is replaced', async () => {
  const [one, two] = await twoServers()
  const first = await one.database.claim(on(1))
  const told: string[] = []
  const waiting = two.database.claim(on(2, { bootId: 'of another machine', tell: (line) => told.push(line) }))
  await expect.poll(() => told).toHaveLength(1)
  expect(told[0]).toMatch(/last in use by .*process 1.*waiting \d+ s for a sign of life/)
  await runOut(one)
  const ringing = setInterval(() => two.timers.ring(), 10)
  onTestFinished(() => clearInterval(ringing))
  expect((await waiting).epoch).toBe(first.epoch + 1)
})

it('R6: who cannot be reached and then gives a sign of life stays, and the second server is refused', async () => {
  const [one, two] = await twoServers()
  await one.database.claim(on(1))
  const told: string[] = []
  const waiting = two.database.claim(on(2, { bootId: 'of another machine', tell: (line) => told.push(line) }))
  const refused = expect(waiting).rejects.toThrow(DatabaseHeld)
  await expect.poll(() => told).toHaveLength(1)
  const ringing = setInterval(() => [one, two].map(({ timers }) => timers.ring()), 10)
  onTestFinished(() => clearInterval(ringing))
  await refused
})

it('R6: who slept while its lease ran out learns of its successor at its next renewal, and is told what to do', async () => {
  const [one, two] = await twoServers()
  const first = await one.database.claim(on(1))
  await runOut(one)
  const second = await two.database.claim(on(2))
  await second.announce('http://other:4000')
  one.timers.ring()
  expect((await first.lost).message).toMatch(
    /^The Coppice server at http:\/\/other:4000 on .* has taken over the database at .*This server writes nothing more and exits.*agents continue/,
  )
})

it('R6: who slept while nobody took its place keeps the claim', async () => {
  const [one, two] = await twoServers()
  await one.database.claim(on(1))
  await runOut(one)
  one.timers.ring()
  const leftMs = () => one.database.prisma.$queryRaw<{ isLeft: boolean }[]>`
    SELECT "expiresAt" > clock_timestamp() AS "isLeft" FROM "ServerClaim"`
  await expect.poll(leftMs).toEqual([{ isLeft: true }])
  await expect(two.database.claim(on(2))).rejects.toThrow(DatabaseHeld)
})

it('R6: who ends gives the claim free', async () => {
  const [one, two] = await twoServers()
  const first = await one.database.claim(on(1))
  await first.release()
  expect((await two.database.claim(on(2, { bootId: 'of another machine' }))).epoch).toBe(first.epoch + 1)
})

it('R6: of many that come at the same instant one has the claim', async () => {
  const [one, two] = await twoServers()
  const all = Array.from({ length: 20 }, (_, index) => (index % 2 ? one : two).database.claim(on(index)))
  const taken = await Promise.allSettled(all)
  expect(taken.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  for (const one of taken) if (one.status === 'rejected') expect(one.reason).toBeInstanceOf(DatabaseHeld)
})
