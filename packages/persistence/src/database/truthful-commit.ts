import type { IsolationLevel, SqlDriverAdapterFactory, SqlQuery, Transaction } from '@prisma/driver-adapter-utils'

/**
 * Wraps an adapter so that COMMIT fails if a statement of the transaction has failed. PostgreSQL then rolls the transaction back at COMMIT,
 * but `@prisma/adapter-pg` 7.10 reports a success. The wrapper assumes that the adapter uses no savepoints.
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
      // Prisma sends COMMIT as a statement, because the adapter has the option `usePhantomQuery: false`.
      if (query.sql === 'COMMIT' && hasFailed)
        throw new Error('The transaction was rolled back, because one of its statements had failed.')
      return result
    },
  })
}
