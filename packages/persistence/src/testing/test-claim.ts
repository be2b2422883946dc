import { randomUUID } from 'node:crypto'
import pg from 'pg'
import type { KeptClaim } from '../claim/kept-claim.ts'
import type { Database } from '../database/database.ts'

/** Takes the claim for a server with this data folder. Any earlier server counts as dead. */
export const claimForTest = (
  database: Pick<Database, 'claim'>,
  folder: { id: string; path: string } = { id: randomUUID(), path: '/srv/coppice' },
): Promise<KeptClaim> =>
  database.claim({
    folder,
    processes: { self: { pid: process.pid, startTime: '1', bootId: 'test' }, isAlive: () => false },
    tell: () => {},
  })

/** Ends the lease of the present claim, as if its time had passed. */
export async function runOutLease(url: string): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  await client.query('UPDATE "ServerClaim" SET "expiresAt" = clock_timestamp()')
  await client.end()
}
