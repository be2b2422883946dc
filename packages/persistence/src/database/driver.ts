import type { SqlDriverAdapterFactory } from '@prisma/driver-adapter-utils'
import type pg from 'pg'

/** What opens connections to one database. Prisma's adapter uses the same pool. */
export interface Driver {
  factory: SqlDriverAdapterFactory
  pool: pg.Pool
}
