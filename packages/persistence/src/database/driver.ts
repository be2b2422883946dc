import type { SqlDriverAdapterFactory } from '@prisma/driver-adapter-utils'
import type pg from 'pg'

/**
 * Opens connections to one database. Prisma gets them from the factory of its adapter. Other code gets them directly from the pool, which
 * the adapter also uses.
 */
export interface Driver {
  factory: SqlDriverAdapterFactory
  pool: pg.Pool
}
