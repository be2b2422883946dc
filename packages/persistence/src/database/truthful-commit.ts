import type { IsolationLevel, SqlDriverAdapterFactory, SqlQuery, Transaction } from '@prisma/driver-adapter-utils'

/**
 * After a failed statement PostgreSQL executes nothing more of a transaction and turns its COMMIT into a ROLLBACK, which
 * `@prisma/adapter-pg` (7.10) mistakes for a success. This adapter uses no savepoints.
 */
export function withTruthfulCommit(factory: SqlDriverAdapterFactory): SqlDriverAdapterFactory {
  const { provider, adapterName } = factory
  return {
    ...{ provider, adapterName },
    async connect() {
      const adapter = await factory.connect()
      const { startTransaction } = adapter
      return Object.assign(adapter, {
        startTransaction: async (level?: IsolationLevel) => truthful(await startTransaction.call(adapter, level)),
      })
    },
  }
}

function truthful(transaction: Transaction): Transaction {
  const { queryRaw, executeRaw } = transaction
  let hasFailed = false
  const noting = <T>(result: Promise<T>): Promise<T> =>
    result.catch((error) => {
      hasFailed = true
      throw error
    })
  return Object.assign(transaction, {
    queryRaw: (query: SqlQuery) => noting(queryRaw.call(transaction, query)),
    async executeRaw(query: SqlQuery) {
      const result = await noting(executeRaw.call(transaction, query))
      // Prisma sends COMMIT as a statement, because the adapter declares that it wants no phantom query.
      if (query.sql === 'COMMIT' && hasFailed)
        throw new Error('The transaction was rolled back, not committed: a statement of it had failed.')
      return result
    },
  })
}
