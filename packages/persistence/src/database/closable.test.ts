import { PGlite } from '@electric-sql/pglite'
import { expect, it } from 'vitest'
import { openTestDatabase, TEST_DATABASES } from '../testing/index.ts'
import { sampleProject } from '../testing/sample-records.ts'
import { closable } from './closable.ts'
import { pgliteDriver } from './pglite-driver.ts'

const query = (sql: string) => ({ sql, args: [], argTypes: [] })

it('what waits for the connection when it is closed is answered, and nothing new is let in', async () => {
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

it.each(TEST_DATABASES)('a database (%s) that is closed ends the transaction that is under way first', async (kind) => {
  const { store, close } = await openTestDatabase(kind)
  const [begun, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const held = store.transaction(async (tx) => {
    // A read: what follows runs on the database only.
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
