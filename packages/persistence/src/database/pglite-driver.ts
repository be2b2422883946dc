import type { PGlite } from '@electric-sql/pglite'
import { PrismaPg } from '@prisma/adapter-pg'
import type { SqlQuery } from '@prisma/driver-adapter-utils'
import pg from 'pg'
import type { Driver } from './driver.ts'
import { PgliteSocket } from './pglite-socket.ts'
import { IN_UTC } from './time-zone.ts'

/**
 * Returns Prisma's adapter for PGlite. It uses the same driver and adapter as for PostgreSQL. Callers take turns on the only connection, so
 * no statement runs inside another caller's transaction. When Prisma disconnects, PGlite stays open until its opener closes it.
 */
export function pgliteDriver(pglite: PGlite): Driver {
  const pool = new pg.Pool({
    ...CONNECTION,
    max: 1,
    idleTimeoutMillis: 0,
    stream: () => new PgliteSocket(pglite),
    onConnect: async (client) => void (await client.query(AS_NEW)),
  })
  const options = { statementNameGenerator: createStatementNames(), disposeExternalPool: true }
  return { pool, factory: new PrismaPg(pool, options) }
}

/** Explicit settings. Without them, the driver reads environment variables such as PGSSLMODE, and some of their values make PGlite exit. */
const CONNECTION = {
  user: 'postgres',
  database: 'postgres',
  ssl: false,
  sslnegotiation: 'postgres',
  replication: 'false',
} as const

/** Resets the session. The driver opens a new connection after an error, but PGlite has only one session, which keeps its state. */
const AS_NEW = `ROLLBACK; DEALLOCATE ALL; ${IN_UTC}`

/** How many statements stay prepared. PGlite parses a statement that is not prepared each time, which takes as long as its execution. */
const MOST_STATEMENTS = 500
/**
 * A statement with more parameters is not kept, because it usually contains a list, and then the text of the statement differs for each
 * length of the list.
 */
const MOST_PARAMETERS = 32

/**
 * Returns a function that names prepared statements. The same text gets the same name. The name '' means that PostgreSQL does not keep the
 * statement. Statements without parameters, such as COMMIT, are parsed fast and get ''.
 */
function createStatementNames(): (query: SqlQuery) => string {
  const names = new Map<string, string>()
  return ({ sql, args }) => {
    const known = names.get(sql)
    if (known !== undefined) return known
    if (args.length === 0 || args.length > MOST_PARAMETERS || names.size === MOST_STATEMENTS) return ''
    const name = `coppice_${names.size}`
    names.set(sql, name)
    return name
  }
}
