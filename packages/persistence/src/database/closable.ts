import type { IsolationLevel, SqlDriverAdapter, SqlDriverAdapterFactory, SqlQuery } from '@prisma/driver-adapter-utils'
import { createDoor, type Door } from './door.ts'

export interface Closable {
  factory: SqlDriverAdapterFactory
  /** Refuses new work, and resolves when the work in progress has ended. Only then may Prisma disconnect. */
  close(): Promise<void>
  /** Runs work that uses the same connections, but not through the factory. */
  admit<T>(work: () => Promise<T>): Promise<T>
}

/**
 * Wraps an adapter so that no caller waits for ever after it is closed. When the pool of pg 8.23 ends, it forgets the callers that still
 * wait for a connection.
 */
export function closable(factory: SqlDriverAdapterFactory): Closable {
  const { provider, adapterName } = factory
  const door = createDoor('the database is closed')
  return {
    factory: { provider, adapterName, connect: async () => behind(door, await factory.connect()) },
    close: door.close,
    async admit(work) {
      const leave = door.enter()
      return work().finally(leave)
    },
  }
}

/** Counts each statement and each transaction as work in progress until it has ended. */
function behind(door: Door, adapter: SqlDriverAdapter): SqlDriverAdapter {
  const { queryRaw, executeRaw, startTransaction } = adapter
  const within = async <T>(work: Promise<T>, leave: () => void) => work.finally(leave)
  return Object.assign(adapter, {
    async queryRaw(query: SqlQuery) {
      const leave = door.enter()
      return within(queryRaw.call(adapter, query), leave)
    },
    async executeRaw(query: SqlQuery) {
      const leave = door.enter()
      return within(executeRaw.call(adapter, query), leave)
    },
    async startTransaction(level?: IsolationLevel) {
      const leave = door.enter()
      try {
        const transaction = await startTransaction.call(adapter, level)
        const { commit, rollback } = transaction
        return Object.assign(transaction, {
          commit: () => within(commit.call(transaction), leave),
          rollback: () => within(rollback.call(transaction), leave),
        })
      } catch (error) {
        leave()
        throw error
      }
    },
  })
}
