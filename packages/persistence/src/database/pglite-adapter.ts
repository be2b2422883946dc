/**
 * Prisma on PGlite. The conversion of values is pglite-prisma-adapter's; the rest is ours, because that one (0.7.2)
 * - answers a failed COMMIT as a success (`startTransactionInner` swallows what `transaction()` throws),
 * - sets the isolation level outside the transaction, where it does nothing,
 * - does not wait for a script, so that its error is nobody's.
 *
 * PGlite has one connection, and a statement blocks the thread while promises resolve without a turn of the event loop: a backlog
 * of writes stalled it for 250–700 ms. So everything passes one queue, transactions as a whole, and the loop turns after every
 * statement: nothing runs inside another's transaction, and a stall is one statement long.
 */
import type { PGlite } from '@electric-sql/pglite'
import type {
  IsolationLevel,
  SqlDriverAdapter,
  SqlDriverAdapterFactory,
  SqlQuery,
  SqlQueryable,
  Transaction,
} from '@prisma/driver-adapter-utils'
import { PrismaPGlite } from 'pglite-prisma-adapter'
import { createQueue, type Queue, turn } from './turns.ts'

const KIND = { provider: 'postgres', adapterName: 'pglite' } as const
type PgliteTransaction = Parameters<Parameters<PGlite['transaction']>[0]>[0]
type Ending = 'commit' | 'rollback'

class RolledBack extends Error {}

/** Disconnecting leaves PGlite open: it is its opener's. */
export function pgliteAdapter(pglite: PGlite): SqlDriverAdapterFactory {
  const queue = createQueue()
  return { ...KIND, connect: () => connect(pglite, queue) }
}

async function connect(pglite: PGlite, queue: Queue): Promise<SqlDriverAdapter> {
  const statements = await statementsOf(pglite)
  return {
    ...KIND,
    queryRaw: (query) => queue(() => statements.queryRaw(query)),
    executeRaw: (query) => queue(() => statements.executeRaw(query)),
    executeScript: (script) => queue(async () => void (await pglite.exec(script))),
    startTransaction: (isolationLevel) => startTransaction(pglite, queue, isolationLevel),
    getConnectionInfo: () => ({ supportsRelationJoins: true }),
    dispose: async () => {},
  }
}

/** Resolves once BEGIN has run; the queue is held until the transaction has ended. */
function startTransaction(pglite: PGlite, queue: Queue, isolationLevel?: IsolationLevel): Promise<Transaction> {
  return new Promise((resolve, reject) => {
    const ending = Promise.withResolvers<Ending>()
    const ended = queue(() =>
      pglite.transaction(async (tx) => {
        if (isolationLevel) await tx.exec(`SET TRANSACTION ISOLATION LEVEL ${isolationLevel}`)
        resolve(transactionOf(await statementsOf(tx), ending.resolve, () => ended))
        if ((await ending.promise) === 'rollback') throw new RolledBack()
      }),
    )
    ended.catch(reject)
  })
}

function transactionOf(statements: SqlQueryable, end: (how: Ending) => void, ended: () => Promise<void>): Transaction {
  return {
    ...statements,
    options: { usePhantomQuery: true },
    commit() {
      end('commit')
      return ended()
    },
    rollback() {
      end('rollback')
      return ended().catch((error: unknown) => {
        if (!(error instanceof RolledBack)) throw error
      })
    },
  }
}

async function statementsOf(client: PGlite | PgliteTransaction): Promise<SqlQueryable> {
  // Of its client the adapter uses `query` alone, which both have.
  const adapter = await new PrismaPGlite(client as PGlite).connect()
  const thenTurn = async <T>(result: Promise<T>): Promise<T> => {
    try {
      return await result
    } finally {
      await turn()
    }
  }
  return {
    ...KIND,
    queryRaw: (query: SqlQuery) => thenTurn(adapter.queryRaw(query)),
    executeRaw: (query: SqlQuery) => thenTurn(adapter.executeRaw(query)),
  }
}
