import type { Clock } from '@coppice/engine'
import { Prisma } from '@coppice/prisma'

const TRIES = 10
const LONGEST_WAIT_MS = 200

/** Runs a transaction again that PostgreSQL ended because another server's came between: nothing of it was written. */
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

/** Serialization failure or deadlock, in a statement (P2034), in a raw one (P2010), or at COMMIT, where Prisma passes the driver's error on. */
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
