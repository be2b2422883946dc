import type { PGlite } from '@electric-sql/pglite'
import { PrismaPg } from '@prisma/adapter-pg'
import type { SqlQuery } from '@prisma/driver-adapter-utils'
import pg from 'pg'
import { PgliteSocket } from './pglite-socket.ts'
import { IN_UTC } from './time-zone.ts'

/**
 * Prisma on PGlite, through the driver and the adapter that PostgreSQL has too. The one connection takes turns: nothing runs inside
 * another's transaction. Disconnecting leaves PGlite open: it is its opener's.
 */
export function pgliteAdapter(pglite: PGlite): PrismaPg {
  const pool = new pg.Pool({
    ...CONNECTION,
    max: 1,
    idleTimeoutMillis: 0,
    stream: () => new PgliteSocket(pglite),
    onConnect: async (client) => void (await client.query(AS_NEW)),
  })
  return new PrismaPg(pool, { statementNameGenerator: createStatementNames(), disposeExternalPool: true })
}

/** What is absent here the driver takes from the user's environment (PGSSLMODE and the like), on which PGlite exits. */
const CONNECTION = {
  user: 'postgres',
  database: 'postgres',
  ssl: false,
  sslnegotiation: 'postgres',
  replication: 'false',
} as const

/** After an error the driver connects anew, and PGlite has one session for good. */
const AS_NEW = `ROLLBACK; DEALLOCATE ALL; ${IN_UTC}`

/** Statements that are kept prepared: reading one's text takes PGlite as long as carrying it out. */
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
