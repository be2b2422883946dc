import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, dropTestDatabase } from '../testing/test-postgres.ts'
import { preparedOn } from './prepared-statements.ts'

const PREPARED = "SELECT count(*)::int AS count FROM pg_prepared_statements WHERE name LIKE 'group_%'"

describe('prepared statements on PostgreSQL', () => {
  let url: string
  let pool: pg.Pool

  beforeAll(async () => {
    url = await createTestDatabase('empty')
    pool = new pg.Pool({ connectionString: url, max: 1 })
    await pool.query('CREATE TABLE notes (text text)')
  })
  afterAll(async () => {
    await pool.end()
    await dropTestDatabase(url)
  })
  const prepared = async () => (await pool.query<{ count: number }>(PREPARED)).rows[0]?.count
  const INSERT = 'INSERT INTO notes VALUES ($1) RETURNING text'

  it('are kept once for each text', async () => {
    const run = preparedOn(pool)
    expect(await run(INSERT, ['a'])).toEqual([{ text: 'a' }])
    expect(await run(INSERT, ['b'])).toEqual([{ text: 'b' }])
    expect(await run('SELECT $1::text AS text', ['c'])).toEqual([{ text: 'c' }])
    expect(await prepared()).toBe(2)
  })

  it('are executed once in a session that does not know them, as behind a pooler, and are not kept any longer', async () => {
    const run = preparedOn(pool)
    await run(INSERT, ['before'])
    await pool.query('DEALLOCATE ALL')
    expect(await run(INSERT, ['one'])).toEqual([{ text: 'one' }])
    expect(await run(INSERT, ['two'])).toEqual([{ text: 'two' }])
    const { rows } = await pool.query("SELECT text FROM notes WHERE text IN ('one', 'two')")
    expect(rows).toHaveLength(2)
    expect(await prepared()).toBe(0)
  })

  it('pass on what the database says about a statement', async () => {
    await expect(preparedOn(pool)('SELECT 1 / $1::int', ['0'])).rejects.toMatchObject({ code: '22012' })
  })
})
