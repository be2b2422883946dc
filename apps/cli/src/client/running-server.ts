import { readServer } from '@coppice/persistence'
import type { ServerAddress } from './api-client.ts'

/** The server that holds this data folder, if it takes work already. */
export async function runningServer(home: string): Promise<ServerAddress | null> {
  const server = await readServer(home)
  if (server === null) return null
  const isReady = await fetch(`${server.url}/ready`).then(
    ({ ok }) => ok,
    () => false,
  )
  return isReady ? server : null
}
