import { randomUUID } from 'node:crypto'
import { readlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import type { DataFolderRecord, ProcessIdentity } from '@coppice/engine'

/** The server that has the claim. A later server uses these data to find out whether this server is dead, and to name it in errors. */
export interface ClaimHolder {
  /** A new id for each start of a server. */
  id: string
  process: ProcessIdentity
  /** The namespace in which the pid is valid. Containers on one machine have the same boot id, but different namespaces. */
  pidNamespace: string
  folder: DataFolderRecord
  /** It is null until the server listens. */
  url: string | null
}

/** Identifies this process, and checks whether others on the same machine are alive. */
export interface Processes {
  self: ProcessIdentity
  isAlive(process: ProcessIdentity): boolean
}

export const thisHolder = ({ self }: Processes, { id, path }: Omit<DataFolderRecord, 'host'>): ClaimHolder => ({
  id: randomUUID(),
  process: self,
  pidNamespace: pidNamespace(),
  folder: { id, path, host: hostname() },
  url: null,
})

/**
 * Returns what is certain about another server. It is `dead` when its process has ended. It is also `dead` when this process has the lock
 * of the other server's data folder, because a living server never releases this lock. It is `unknown` when it is on another machine. No
 * clocks are compared.
 */
export function stateOf(other: ClaimHolder, mine: ClaimHolder, { isAlive }: Processes): 'dead' | 'alive' | 'unknown' {
  if (isSameFolder(other.folder, mine.folder)) return 'dead'
  if (!isOnThisMachine(other, mine)) return 'unknown'
  return isAlive(other.process) ? 'alive' : 'dead'
}

/** The id alone does not suffice, because a copy of a data folder has the same id. */
const isSameFolder = (one: DataFolderRecord, other: DataFolderRecord): boolean =>
  one.id === other.id && one.path === other.path && one.host === other.host

const isOnThisMachine = (one: ClaimHolder, other: ClaimHolder): boolean =>
  one.folder.host === other.folder.host &&
  one.process.bootId === other.process.bootId &&
  one.pidNamespace === other.pidNamespace

function pidNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid')
  } catch {
    return ''
  }
}
