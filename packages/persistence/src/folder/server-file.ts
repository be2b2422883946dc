import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'

/**
 * The contents of server.json in a data folder: the server that uses the folder. Only the owner may read it, because it contains a token.
 */
export interface ServerFile {
  url: string
  pid: number
  /** A bearer token of the role ADMIN. */
  token: string
  /** The name of the machine or container in which `pid` is valid. It is null when an older version of Coppice wrote the file. */
  machine: string | null
}

/** Whether the server runs on this machine, so that its `pid` is valid here. */
export const isOnThisMachine = ({ machine }: ServerFile): boolean => machine === null || machine === hostname()

const serverFile = (folder: string): string => join(folder, 'server.json')

/**
 * Returns the server that server.json names. A server writes the file when it listens, and removes it when it stops. The file of a killed
 * server stays until the next start, so the server that it names may be dead.
 * @returns null when the file does not exist or is invalid
 */
export async function readServer(folder: string): Promise<ServerFile | null> {
  try {
    return asServerFile(JSON.parse(await readFile(serverFile(folder), 'utf8')))
  } catch {
    return null
  }
}

/**
 * Like `readServer`, but also returns null when the server runs on this machine and has ended. Nobody here can know whether a server on
 * another machine has ended.
 */
export async function readLivingServer(folder: string): Promise<ServerFile | null> {
  const server = await readServer(folder)
  return server !== null && (!isOnThisMachine(server) || isAlive(server.pid)) ? server : null
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // EPERM means that the process exists and belongs to another user.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

/** Replaces the file by a rename, so that nobody reads an incomplete file. */
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
