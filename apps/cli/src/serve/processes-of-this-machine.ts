import { identify, isAlive, openProcessTable } from '@coppice/engine'
import type { Processes } from '@coppice/persistence'

/** Reads which processes of this machine are alive, to find out whether another server still runs. */
export function processesOfThisMachine(): Processes {
  const table = openProcessTable()
  const self = identify(table, process.pid)
  if (self === null)
    throw new Error(
      `Coppice cannot find its own process (${process.pid}) in /proc, or in the output of ps where there is no /proc. Make sure that \`ps -p ${process.pid}\` works for this user, then start the server again.`,
    )
  return { self, isAlive: (one) => isAlive(table, one) }
}
