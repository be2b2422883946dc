import type { PGlite } from '@electric-sql/pglite'
import { PrismaPg } from '@prisma/adapter-pg'
import type { SqlQuery } from '@prisma/driver-adapter-utils'
import pg from 'pg'
import type { Driver } from './driver.ts'
import { PgliteSocket } from './pglite-socket.ts'
import { IN_UTC } from './time-zone.ts'

/**
 * Prisma on PGlite, through the same driver and adapter as PostgreSQL. Callers take turns on the one connection, so nothing runs inside
 * another caller's transaction. Disconnecting leaves PGlite open; whoever opened it closes it.
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

/** The driver takes absent settings from the user's environment (such as PGSSLMODE), and PGlite exits on some of them. */
const CONNECTION = {
  user: 'postgres',
  database: 'postgres',
  ssl: false,
  sslnegotiation: 'postgres',
  replication: 'false',
} as const

/** The driver connects anew after an error, but PGlite has only one session. */
const AS_NEW = `ROLLBACK; DEALLOCATE ALL; ${IN_UTC}`

/** The number of statements that stay prepared. PGlite needs as long to parse a statement as to execute it. */
const MOST_STATEMENTS = 500
/** Beyond it lists make a new text for each of their lengths. */
const MOST_PARAMETERS = 32

/**
 * A name for each text, as long as there are few; '' is PostgreSQL's word for one that is not kept. What has no parameters (BEGIN,
 * COMMIT) is read in no time.
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
