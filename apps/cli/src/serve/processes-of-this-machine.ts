import { identify, isAlive, openProcessTable } from '@coppice/engine'
import type { Processes } from '@coppice/persistence'

/** Reads which processes of this machine are alive, to find out whether another server still runs. */
export function processesOfThisMachine(): Processes {
  const table = openProcessTable()
  const self = identify(table, process.pid)
  if (self === null) throw new Error('this process is not in the table of processes')
  return { self, isAlive: (one) => isAlive(table, one) }
}
