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
  /** Changes with each start of the machine. A pid has no meaning in another boot. */
  readonly bootId: string
  /** All processes that are alive in this turn of the event loop. With `since`, those that started earlier may be left out. */
  rows(since?: string): readonly ProcessRow[]
  /** A zombie has a row too. @returns null when the process does not exist */
  row(pid: number): ProcessRow | null
  /** @returns whether the process got this `NAME=value` at its start, or null when that cannot be read */
  hasMarker(pid: number, marker: string): boolean | null
  /** Orders start times. @returns a negative number when `one` is earlier */
  compareStart(one: string, other: string): number
}

export function identify(table: ProcessTable, pid: number): ProcessIdentity | null {
  const row = table.row(pid)
  return row === null ? null : { pid, startTime: row.startTime, bootId: table.bootId }
}

/** Compares pid, start time and boot. It is never true for another process that got the pid later. */
export function isAlive(table: ProcessTable, identity: ProcessIdentity): boolean {
  if (identity.bootId !== table.bootId) return false
  const row = table.row(identity.pid)
  return row !== null && !row.isZombie && row.startTime === identity.startTime
}
