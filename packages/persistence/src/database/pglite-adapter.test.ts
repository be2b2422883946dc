import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PGlite } from '@electric-sql/pglite'
import type { SqlDriverAdapter } from '@prisma/driver-adapter-utils'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { copyTestPglite } from '../testing/test-pglite.ts'
import { openPglite } from './pglite.ts'
import { pgliteAdapter } from './pglite-adapter.ts'

let folder: string
let pglite: PGlite
let adapter: SqlDriverAdapter

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coppice-adapter-'))
  await copyTestPglite(join(folder, 'database'))
  pglite = await openPglite(join(folder, 'database'))
  adapter = await pgliteAdapter(pglite).connect()
})
afterAll(async () => {
  await pglite.close()
  await rm(folder, { recursive: true, force: true })
})

const query = (sql: string) => ({ sql, args: [], argTypes: [] })

describe('Prisma’s adapter for PGlite', () => {
  it('says so when a commit fails, and goes on', async () => {
    await adapter.executeScript('CREATE TABLE once (id int UNIQUE DEFERRABLE INITIALLY DEFERRED)')
    const tx = await adapter.startTransaction()
    await tx.executeRaw(query('INSERT INTO once VALUES (1), (1)'))
    await expect(tx.commit()).rejects.toThrow('once_id_key')
    expect((await adapter.queryRaw(query('SELECT * FROM once'))).rows).toEqual([])
  })

  it('says so when a commit rolls back, because a statement had failed before', async () => {
    const tx = await adapter.startTransaction()
    await tx.executeRaw(query('SELECT nonsense')).catch(() => {})
    await expect(tx.commit()).rejects.toThrow('rolled back')
  })

  it('says so when a script fails', async () => {
    await expect(adapter.executeScript('SELECT nonsense')).rejects.toThrow('nonsense')
  })

  it('sets the isolation level of the transaction that asks for it, and of no other', async () => {
    const level = query('SHOW transaction_isolation')
    const tx = await adapter.startTransaction('SERIALIZABLE')
    expect((await tx.queryRaw(level)).rows).toEqual([['serializable']])
    await tx.commit()
    expect((await adapter.queryRaw(level)).rows).toEqual([['read committed']])
  })

  it('lets nothing in between while a transaction is open, and forgets what is rolled back', async () => {
    await adapter.executeScript('CREATE TABLE notes (text text)')
    const tx = await adapter.startTransaction()
    await tx.executeRaw(query("INSERT INTO notes VALUES ('half')"))
    const order: string[] = []
    const read = adapter.queryRaw(query('SELECT * FROM notes')).then((result) => {
      order.push('read')
      return result.rows
    })
    const second = adapter.startTransaction().then((next) => {
      order.push('second')
      return next
    })
    await tx.executeRaw(query("INSERT INTO notes VALUES ('whole')"))
    order.push('rollback')
    await tx.rollback()
    expect(await read).toEqual([])
    await (await second).commit()
    expect(order).toEqual(['rollback', 'read', 'second'])
  })

  it('refuses a statement after the end of its transaction', async () => {
    const tx = await adapter.startTransaction()
    await tx.rollback()
    await expect(tx.queryRaw(query('SELECT 1'))).rejects.toThrow('closed')
  })
})
