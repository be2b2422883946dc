import { PGlite } from '@electric-sql/pglite'

/** Counts the statements that embedded databases receive while `work` runs. */
export async function countStatements(work: () => Promise<unknown>): Promise<number> {
  const { execProtocolRawStream } = PGlite.prototype
  let count = 0
  PGlite.prototype.execProtocolRawStream = function (...parameters) {
    count += 1
    return execProtocolRawStream.apply(this, parameters)
  }
  try {
    await work()
    return count
  } finally {
    PGlite.prototype.execProtocolRawStream = execProtocolRawStream
  }
}
