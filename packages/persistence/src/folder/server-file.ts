import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'

/** The process that holds a data folder and how to talk to it. Only its owner may read this file, because it contains the token. */
export interface ServerFile {
  url: string
  pid: number
  /** A bearer token of the role ADMIN. */
  token: string
  /** The name of the machine or container in which `pid` is valid. Is null when an older server wrote the file. */
  machine: string | null
}

/** The machine on which `pid` identifies the process. */
export const isOnThisMachine = ({ machine }: ServerFile): boolean => machine === null || machine === hostname()

const serverFile = (folder: string): string => join(folder, 'server.json')

/** @returns null when no server that holds the folder listens. After a kill the file names the dead server until the next start. */
export async function readServer(folder: string): Promise<ServerFile | null> {
  try {
    return asServerFile(JSON.parse(await readFile(serverFile(folder), 'utf8')))
  } catch {
    return null
  }
}

/** @returns null also when the file names a server that has ended, such as between the lock of its successor and its announcement */
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

/** Replaces the file in one step, so that no reader sees half of it. */
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
