import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { PrismaClient } from '@coppice/prisma'
import type { PGlite } from '@electric-sql/pglite'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { copyTestPglite } from '../testing/test-pglite.ts'
import { openPglite } from './pglite.ts'
import { pgliteDriver } from './pglite-driver.ts'

let folder: string
let pglite: PGlite
let prisma: PrismaClient

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coppice-adapter-'))
  await copyTestPglite(join(folder, 'database'))
  pglite = await openPglite(join(folder, 'database'))
  prisma = new PrismaClient({ adapter: pgliteDriver(pglite).factory, errorFormat: 'minimal' })
  await pglite.exec('CREATE TABLE notes (id int UNIQUE DEFERRABLE INITIALLY DEFERRED, text text)')
})
afterAll(async () => {
  await prisma.$disconnect()
  await pglite.close()
  await rm(folder, { recursive: true, force: true })
})

afterEach(() => {
  vi.unstubAllEnvs()
})

/** Returns the bytes in use after a garbage collection. */
function heapUsed(): number {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
  return process.memoryUsage().heapUsed
}

const insert = (db: Pick<PrismaClient, '$executeRaw'>, id: number, text: string) =>
  db.$executeRaw`INSERT INTO notes VALUES (${id}, ${text})`
const textOf = async (id: number) =>
  (await prisma.$queryRaw<{ text: string }[]>`SELECT text FROM notes WHERE id = ${id}`).map(({ text }) => text)

describe('Prisma on PGlite', () => {
  it('reports a failed commit, and still works afterwards', async () => {
    const twice = prisma.$transaction(async (db) => [await insert(db, 1, 'one'), await insert(db, 1, 'other')])
    await expect(twice).rejects.toThrow('UniqueConstraintViolation')
    expect(await textOf(1)).toEqual([])
  })

  it('still works after a failed statement, also with statements that were prepared before', async () => {
    await insert(prisma, 2, 'before')
    await expect(prisma.$queryRaw`SELECT ${2}::int / ${0}::int`).rejects.toThrow('division by zero')
    await insert(prisma, 3, 'after')
    expect([await textOf(2), await textOf(3)]).toEqual([['before'], ['after']])
    const [{ zone }] = await prisma.$queryRaw<[{ zone: string }]>`SELECT current_setting('TimeZone') AS zone`
    expect(zone).toBe('UTC')
  })

  it('runs no other statement inside an open transaction, and discards a rolled back one', async () => {
    const order: string[] = []
    let read = Promise.resolve<string[]>([])
    let second = Promise.resolve(0)
    const first = prisma.$transaction(async (db) => {
      await insert(db, 4, 'half')
      read = textOf(4).finally(() => order.push('read'))
      second = prisma.$transaction(async (other) => {
        order.push('second')
        return insert(other, 5, 'whole')
      })
      await insert(db, 6, 'half')
      order.push('rollback')
      throw new Error('no')
    })
    await expect(first).rejects.toThrow('no')
    expect([await read, await second]).toEqual([[], 1])
    expect(order).toEqual(['rollback', 'read', 'second'])
  })

  it('keeps a limited number of statements prepared, and runs all others unprepared', async () => {
    const texts = Array.from({ length: 600 }, (_, index) => `SELECT $1::int + ${index} AS sum`)
    const sums = []
    for (const text of texts) sums.push((await prisma.$queryRawUnsafe<[{ sum: number }]>(text, 1))[0].sum)
    expect(sums).toEqual(texts.map((_, index) => 1 + index))
    const { rows } = await pglite.query<{ count: number }>('SELECT count(*)::int AS count FROM pg_prepared_statements')
    expect(rows[0]?.count).toBeGreaterThan(400)
    expect(rows[0]?.count).toBeLessThanOrEqual(500)
  })

  it('ignores environment variables about other databases, such as PGSSLMODE', async () => {
    vi.stubEnv('PGSSLMODE', 'require')
    vi.stubEnv('PGREPLICATION', 'database')
    for (const name of ['PGUSER', 'PGDATABASE', 'PGAPPNAME']) vi.stubEnv(name, 'nobody')
    vi.stubEnv('PGOPTIONS', '-c timezone=Asia/Tokyo')
    const other = new PrismaClient({ adapter: pgliteDriver(pglite).factory })
    expect(await other.$queryRaw`SELECT 1 AS one`).toEqual([{ one: 1 }])
    await other.$disconnect()
  })

  it('reports an incomplete response of PGlite, and works again as soon as PGlite does', async () => {
    const broken = vi.spyOn(pglite, 'execProtocolRawStream').mockResolvedValueOnce()
    const [first, second] = await Promise.allSettled([textOf(2), textOf(3)])
    expect(first).toMatchObject({ status: 'rejected', reason: { message: expect.stringContaining('broke off') } })
    expect(second).toMatchObject({ status: 'fulfilled', value: ['after'] })

    const cutOff = prisma.$transaction(async (db) => {
      await insert(db, 9, 'half')
      broken.mockResolvedValueOnce()
      await insert(db, 10, 'never')
    })
    await expect(cutOff).rejects.toThrow()
    broken.mockRestore()
    await insert(prisma, 11, 'whole')
    expect([await textOf(9), await textOf(11)]).toEqual([[], ['whole']])
  })

  it('keeps no response in memory', async () => {
    const long = 'x'.repeat(1_000_000)
    await insert(prisma, 8, long)
    await textOf(8)
    const before = heapUsed()
    for (let index = 0; index < 100; index++) await textOf(8)
    expect(heapUsed() - before).toBeLessThan(30_000_000)
  })

  it('writes and reads values of several megabytes', async () => {
    const long = '–€'.repeat(2_000_000)
    await insert(prisma, 7, long)
    expect((await textOf(7))[0] === long).toBe(true)
  })
})
