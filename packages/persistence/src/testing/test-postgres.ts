import { randomUUID } from 'node:crypto'
import { systemClock } from '@coppice/engine/ports/clock'
import { openServer } from '../database/database.ts'
import { openPostgres } from '../database/postgres.ts'
import { execute, startPostgres, type TestPostgres } from './postgres-server.ts'
import type { TestDatabase } from './test-database.ts'

let started: Promise<TestPostgres> | undefined

export async function openTestPostgres(): Promise<TestDatabase> {
  const url = await createTestDatabase()
  const database = await openServer(url, systemClock)
  return {
    ...database,
    url,
    async close() {
      await database.close()
      await dropTestDatabase(url)
    },
  }
}

const TEMPLATE = 'coppice_template'

/** Creates a database on the server of this process, with the schema of this version or empty. @returns its URL */
export async function createTestDatabase(from: 'migrated' | 'empty' = 'migrated'): Promise<string> {
  started ??= startWithTemplate()
  const server = await started
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await execute(
    server.url('postgres'),
    `CREATE DATABASE ${name} TEMPLATE ${from === 'migrated' ? TEMPLATE : 'template0'}`,
  )
  return server.url(name)
}

export async function dropTestDatabase(url: string): Promise<void> {
  const server = await started
  if (server) await execute(server.url('postgres'), `DROP DATABASE ${new URL(url).pathname.slice(1)} WITH (FORCE)`)
}

async function startWithTemplate(): Promise<TestPostgres> {
  const server = await startPostgres()
  await openPostgres(await server.create(TEMPLATE))
  return server
}
