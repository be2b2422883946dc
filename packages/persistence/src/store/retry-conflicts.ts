import type { Clock } from '@coppice/engine'
import { Prisma } from '@coppice/prisma'

/** With 10 tries, one of 100 transactions of two busy servers failed on a busy machine. */
const TRIES = 40
const LONGEST_WAIT_MS = 200

/** Runs a transaction, and runs it again if PostgreSQL refused it because of a conflict with a transaction of another server. */
export async function retryConflicts<T>(clock: Clock, transaction: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await transaction()
    } catch (error) {
      if (attempt === TRIES || !isConflict(error)) throw error
    }
    await pause(clock, clock.random() * Math.min(LONGEST_WAIT_MS, 5 * 2 ** attempt))
  }
}

/**
 * Recognizes a serialization failure or a deadlock. Prisma reports it as P2034 for a statement, as P2010 for a raw statement, and as the
 * driver's own error at COMMIT.
 */
function isConflict(error: unknown): boolean {
  if (error instanceof Prisma.PrismaClientKnownRequestError)
    return error.code === 'P2034' || isWriteConflict(error.meta?.driverAdapterError)
  return isWriteConflict(error)
}

function isWriteConflict(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : null
  return typeof cause === 'object' && cause !== null && 'kind' in cause && cause.kind === 'TransactionWriteConflict'
}

const pause = (clock: Clock, delayMs: number): Promise<void> => new Promise((resolve) => clock.after(delayMs, resolve))
