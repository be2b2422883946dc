import type { SqlDriverAdapterFactory } from '@prisma/driver-adapter-utils'
import type pg from 'pg'

/** Opens connections to one database: for Prisma by the factory of its adapter, or directly by the pool, which the adapter also uses. */
export interface Driver {
  factory: SqlDriverAdapterFactory
  pool: pg.Pool
}
