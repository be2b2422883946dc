import { PGlite } from '@electric-sql/pglite'
import { expect, it } from 'vitest'
import { openTestDatabase, TEST_DATABASES } from '../testing/index.ts'
import { sampleProject } from '../testing/sample-records.ts'
import { closable } from './closable.ts'
import { pgliteDriver } from './pglite-driver.ts'

const query = (sql: string) => ({ sql, args: [], argTypes: [] })

it('a query that waits for the connection when the database is closed still gets its result; a new query is refused', async () => {
  const pglite = await PGlite.create()
  const { factory, close } = closable(pgliteDriver(pglite).factory)
  const adapter = await factory.connect()
  const transaction = await adapter.startTransaction()
  const waiting = adapter.queryRaw(query('SELECT 7'))
  const closed = close()
  await expect(adapter.queryRaw(query('SELECT 8'))).rejects.toThrow('the database is closed')
  await expect(adapter.startTransaction()).rejects.toThrow('the database is closed')
  await transaction.executeRaw(query('COMMIT'))
  await transaction.commit()
  expect((await waiting).rows).toEqual([[7]])
  await closed
  await adapter.dispose()
  await pglite.close()
})

it.each(TEST_DATABASES)('closing a database (%s) waits for the end of the transaction in progress', async (kind) => {
  const { store, close } = await openTestDatabase(kind)
  const [begun, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const held = store.transaction(async (tx) => {
    // Because of this read, the work has a database transaction of its own. Without a read, the store could write it in a group with
    // others.
    await tx.projects()
    begun.resolve()
    await released.promise
    return tx.insertProject(sampleProject())
  })
  const next = store.transaction((tx) => tx.projects()).catch((error: Error) => error.message)
  await begun.promise
  let isClosed = false
  const closed = close().then(() => {
    isClosed = true
  })
  await expect(store.projects()).rejects.toThrow('the database is closed')
  expect(isClosed).toBe(false)
  released.resolve()
  expect(await held).toBe(true)
  expect(await next).toBe('the database is closed')
  await closed
})
