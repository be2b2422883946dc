import { readServer } from '@coppice/persistence'
import type { ServerAddress } from './api-client.ts'

/** After this time without a response, the server counts as not running. A frozen server accepts a connection but never responds. */
const LONGEST_ANSWER_MS = 5_000

/** @returns the server of this data folder; null when no server runs, and when the server is not ready yet. */
export async function runningServer(home: string): Promise<ServerAddress | null> {
  const server = await readServer(home)
  if (server === null) return null
  const isReady = await fetch(`${server.url}/ready`, { signal: AbortSignal.timeout(LONGEST_ANSWER_MS) }).then(
    ({ ok }) => ok,
    () => false,
  )
  return isReady ? server : null
}
