import type { ProcessIdentity } from '../../domain/records.ts'

/** `startTime` grows with time, in the table's own unit. */
export interface ProcessRow {
  pid: number
  parent: number
  group: number
  startTime: string
  /** It has ended, and its parent has not asked how. */
  isZombie: boolean
}

/** What the operating system says about processes. */
export interface ProcessTable {
  /** Changes with every start of the machine: a pid means nothing beyond it. */
  readonly bootId: string
  /** Of all that live, as of this turn of the event loop. */
  rows(): readonly ProcessRow[]
  /** Null where there is none; a zombie keeps its row. */
  row(pid: number): ProcessRow | null
  /** Whether the process was given this `NAME=value` at its start; null where that cannot be seen. */
  hasMarker(pid: number, marker: string): boolean | null
  /** Orders start times: negative where `one` is earlier. */
  compareStart(one: string, other: string): number
}

export function identify(table: ProcessTable, pid: number): ProcessIdentity | null {
  const row = table.row(pid)
  return row === null ? null : { pid, startTime: row.startTime, bootId: table.bootId }
}

/** By pid, start time and boot: never true for another process that got the pid later. */
export function isAlive(table: ProcessTable, identity: ProcessIdentity): boolean {
  if (identity.bootId !== table.bootId) return false
  const row = table.row(identity.pid)
  return row !== null && !row.isZombie && row.startTime === identity.startTime
}
