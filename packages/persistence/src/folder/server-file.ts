import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'

/** Who holds a data folder and how to talk to it; for its owner's eyes alone, as the token is in it. */
export interface ServerFile {
  url: string
  pid: number
  /** A bearer token of the role ADMIN. */
  token: string
  /** The name of the machine (or container) that `pid` counts on; null where an older server did not say. */
  machine: string | null
}

/** The only place where its `pid` means its process. */
export const isOnThisMachine = ({ machine }: ServerFile): boolean => machine === null || machine === hostname()

const serverFile = (folder: string): string => join(folder, 'server.json')

/** Null where no server listens that holds the folder. After a kill it names the dead one until the next start. */
export async function readServer(folder: string): Promise<ServerFile | null> {
  try {
    return asServerFile(JSON.parse(await readFile(serverFile(folder), 'utf8')))
  } catch {
    return null
  }
}

/** Null also where it still names one that has ended, as in the moment between its successor's lock and its announcement. */
export async function readLivingServer(folder: string): Promise<ServerFile | null> {
  const server = await readServer(folder)
  return server !== null && (!isOnThisMachine(server) || isAlive(server.pid)) ? server : null
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // EPERM: it is another user's.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

/** In one step: no reader sees half of it. */
export async function writeServer(folder: string, server: Omit<ServerFile, 'machine'>): Promise<void> {
  const draft = `${serverFile(folder)}.new`
  await rm(draft, { force: true })
  await writeFile(draft, `${JSON.stringify({ ...server, machine: hostname() })}\n`, { mode: 0o600, flag: 'wx' })
  await rename(draft, serverFile(folder))
}

export async function forgetServer(folder: string): Promise<void> {
  await rm(serverFile(folder), { force: true })
}

function asServerFile(value: unknown): ServerFile | null {
  const { url, pid, token, machine = null } = value as Partial<ServerFile>
  const isOne = typeof url === 'string' && typeof pid === 'number' && typeof token === 'string'
  return isOne ? { url, pid, token, machine } : null
}
