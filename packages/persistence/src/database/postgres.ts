import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { migrate, type SqlSession } from '../migrations/migrate.ts'
import type { Migration } from '../migrations/migration-files.ts'
import type { Driver } from './driver.ts'
import { unreachable } from './postgres-problems.ts'
import { IN_UTC } from './time-zone.ts'

/** The largest number of connections of one server (R4). */
export const POOL_SIZE = 10
const CONNECT_TIMEOUT_MS = 10_000

/** Migrates the PostgreSQL database at `url`. @returns a pool that connects when it is first used. */
export async function openPostgres(url: string): Promise<Driver> {
  try {
    await migratePostgres(url)
  } catch (error) {
    throw unreachable(url, error)
  }
  const pool = new pg.Pool({
    connectionString: url,
    max: POOL_SIZE,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: 'coppice',
    // A statement sets the time zone. An option would not be enough, because options in the URL would override it.
    onConnect: async (client) => void (await client.query(IN_UTC)),
  })
  return { pool, factory: new PrismaPg(pool, { disposeExternalPool: true }) }
}

/** @returns the names of the applied migrations */
export async function migratePostgres(url: string, migrations?: readonly Migration[]): Promise<string[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS })
  await client.connect()
  try {
    await client.query('BEGIN')
    const applied = await migrate(sessionOf(client), migrations)
    await client.query('COMMIT')
    return applied
  } finally {
    await client.end()
  }
}

function sessionOf(client: pg.Client): SqlSession {
  return {
    run: async (script) => void (await client.query(script)),
    rows: async <Row>(sql: string, parameters: readonly unknown[] = []) =>
      (await client.query(sql, [...parameters])).rows as Row[],
  }
}
