import { createHash } from 'node:crypto'
import pg from 'pg'

/**
 * Executes one statement outside of any transaction, and keeps the statement prepared on the connection. Use it only for statements with
 * few different texts, because every text stays prepared.
 *
 * @returns the rows of the result
 */
export type RunPrepared = <Row extends pg.QueryResultRow>(sql: string, parameters: readonly string[]) => Promise<Row[]>

/**
 * The codes of two errors: the statement is not prepared in this session of the database, or its name is already in use there. After such
 * an error, nothing has been executed.
 */
const MIXED_SESSIONS: ReadonlySet<string | undefined> = new Set(['26000', '42P05'])

/**
 * Executes statements on a pool without Prisma, because Prisma would double the time that a statement takes.
 *
 * A connection pooler such as PgBouncer may execute a statement in a session of the database in which it was not prepared. After the first
 * such error, no statement is kept prepared any longer. Several servers may share a session of a pooler. So the name of a statement is a
 * hash of its text, and two servers never use one name for two texts.
 */
export function preparedOn(pool: pg.Pool): RunPrepared {
  const names = new Map<string, string>()
  let keeps = true

  function nameOf(sql: string): string {
    const name = names.get(sql) ?? `group_${createHash('sha256').update(sql).digest('hex').slice(0, 32)}`
    names.set(sql, name)
    return name
  }

  return async <Row extends pg.QueryResultRow>(text: string, parameters: readonly string[]) => {
    const query = { text, values: [...parameters] }
    try {
      return (await pool.query<Row>(keeps ? { ...query, name: nameOf(text) } : query)).rows
    } catch (error) {
      if (!(error instanceof pg.DatabaseError && MIXED_SESSIONS.has(error.code))) throw error
      keeps = false
      return (await pool.query<Row>(query)).rows
    }
  }
}
