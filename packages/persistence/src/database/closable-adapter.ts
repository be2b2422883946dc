import type {
  IsolationLevel,
  SqlDriverAdapter,
  SqlDriverAdapterFactory,
  SqlQuery,
  SqlQueryable,
  Transaction,
} from '@prisma/driver-adapter-utils'
import { createDoor, type Door } from './door.ts'

export interface ClosableAdapter {
  adapter: SqlDriverAdapterFactory
  /** Refuses what is new; resolves when what was under way has ended. Then Prisma may disconnect. */
  close(): Promise<void>
}

/**
 * Mends two things of `@prisma/adapter-pg` (7.10): what waits for a connection when the pool ends waits for ever, and a COMMIT that
 * PostgreSQL answers with ROLLBACK, as a statement of the transaction had failed, is taken for a success.
 */
export function closableAdapter(factory: SqlDriverAdapterFactory): ClosableAdapter {
  const { provider, adapterName } = factory
  const door = createDoor('the database is closed')
  return {
    adapter: { provider, adapterName, connect: async () => behind(door, await factory.connect()) },
    close: door.close,
  }
}

function behind(door: Door, adapter: SqlDriverAdapter): SqlDriverAdapter {
  const { provider, adapterName } = adapter
  const within = async <T>(work: () => Promise<T>): Promise<T> => {
    const leave = door.enter()
    return work().finally(leave)
  }
  return {
    ...{ provider, adapterName },
    queryRaw: (query) => within(() => adapter.queryRaw(query)),
    executeRaw: (query) => within(() => adapter.executeRaw(query)),
    executeScript: (script) => within(() => adapter.executeScript(script)),
    startTransaction: (isolationLevel) => startTransaction(door, adapter, isolationLevel),
    getConnectionInfo: () => adapter.getConnectionInfo?.() ?? { supportsRelationJoins: true },
    dispose: () => adapter.dispose(),
  }
}

async function startTransaction(door: Door, adapter: SqlDriverAdapter, level?: IsolationLevel): Promise<Transaction> {
  const leave = door.enter()
  try {
    return honest(await adapter.startTransaction(level), leave)
  } catch (error) {
    leave()
    throw error
  }
}

function honest(transaction: Transaction, leave: () => void): Transaction {
  const { provider, adapterName, options } = transaction
  const { statements, haveFailed } = watched(transaction)
  return {
    ...{ provider, adapterName, options },
    queryRaw: statements.queryRaw,
    async executeRaw(query) {
      const result = await statements.executeRaw(query)
      if (query.sql === 'COMMIT' && haveFailed())
        throw new Error('The transaction was rolled back, not committed: a statement of it had failed.')
      return result
    },
    commit: () => transaction.commit().finally(leave),
    rollback: () => transaction.rollback().finally(leave),
  }
}

/** After a failed statement PostgreSQL carries out nothing of a transaction any more (there are no savepoints here). */
function watched(transaction: Transaction): { statements: Omit<SqlQueryable, keyof Info>; haveFailed: () => boolean } {
  let failed = false
  const noting = <T>(result: Promise<T>): Promise<T> =>
    result.catch((error) => {
      failed = true
      throw error
    })
  return {
    statements: {
      queryRaw: (query: SqlQuery) => noting(transaction.queryRaw(query)),
      executeRaw: (query: SqlQuery) => noting(transaction.executeRaw(query)),
    },
    haveFailed: () => failed,
  }
}

type Info = Pick<SqlQueryable, 'provider' | 'adapterName'>
