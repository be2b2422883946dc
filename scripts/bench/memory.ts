import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type CheckoutServer, launchFromCheckout, tempFolder } from '../../packages/testkit/src/index.ts'
import type { Row } from './table.ts'

const CHECKOUT = fileURLToPath(new URL('../..', import.meta.url))
const LIMIT_MB = 350
/**
 * The time between two measurements. The memory of a server that is already idle still changes, because V8 optimizes the code of the
 * embedded database in the background.
 */
const LOOK_EVERY_MS = 3_000
const MOST_LOOKS = 20

/** Measures the resident memory of an idle server with the embedded database. */
export async function memory(): Promise<Row[]> {
  const home = tempFolder('bench')
  return [
    { what: 'MB of an idle server with a new database', is: await idleMb(home), limit: LIMIT_MB },
    { what: 'MB of an idle server that was started again', is: await idleMb(home), limit: LIMIT_MB },
  ]
}

async function idleMb(home: string): Promise<number> {
  const server = await launchFromCheckout({ checkout: CHECKOUT, home, command: ['bin/coppice', 'serve'] })
  try {
    await server.ready()
    return await settledMb(server)
  } finally {
    await server.stop()
  }
}

/** Measures until two measurements in a row differ by less than 2 MB, at most MOST_LOOKS times. */
async function settledMb({ pid }: CheckoutServer): Promise<number> {
  let before = Number.POSITIVE_INFINITY
  for (let look = 0; look < MOST_LOOKS; look += 1) {
    await sleep(LOOK_EVERY_MS)
    const now = residentMb(pid)
    if (Math.abs(now - before) < 2) return now
    before = now
  }
  return before
}

function residentMb(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Math.round(Number(kilobytes) / 1024)
}
