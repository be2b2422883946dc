import type { Clock } from '@coppice/engine'
import { Prisma } from '@coppice/prisma'

const TRIES = 10
const LONGEST_WAIT_MS = 200

/** Runs a transaction again when PostgreSQL ended it because of another server's transaction. Nothing of it was written. */
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

/** Recognizes a serialization failure or deadlock in a statement (P2034), in a raw statement (P2010), or at COMMIT, when Prisma passes on the driver's error. */
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
