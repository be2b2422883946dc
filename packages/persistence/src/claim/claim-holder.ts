import { randomUUID } from 'node:crypto'
import { readlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import type { DataFolderRecord, ProcessIdentity } from '@coppice/engine'

/** Who has the claim: for people, and for a later server that must know whether it is dead. */
export interface ClaimHolder {
  /** Each start of a server makes one. */
  id: string
  process: ProcessIdentity
  /** Where the pid means something: containers on one machine share its boot, but not their processes. */
  pidNamespace: string
  folder: DataFolderRecord
  /** Null until it listens. */
  url: string | null
}

/** What this process knows about others. */
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
 * What is certain about another holder. Two clocks are never compared. `dead`: its process has ended, or we hold the lock of its data
 * folder, which a living server never gives up.
 */
export function stateOf(other: ClaimHolder, mine: ClaimHolder, { isAlive }: Processes): 'dead' | 'alive' | 'unknown' {
  if (isSameFolder(other.folder, mine.folder)) return 'dead'
  if (!isOnThisMachine(other, mine)) return 'unknown'
  return isAlive(other.process) ? 'alive' : 'dead'
}

/** The path and the host are compared too: a copy of a data folder has the same id. */
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
