import type { ProcessIdentity } from '../../domain/records.ts'

/** A process. Each table has a unit of its own for `startTime`; `compareStart` orders such values. */
export interface ProcessRow {
  pid: number
  parent: number
  group: number
  startTime: string
  /** The process has ended, but its parent has not read its exit code. */
  isZombie: boolean
}

/** The processes of the machine. */
export interface ProcessTable {
  /** An id that changes each time the machine starts. Pids of an earlier boot are not valid. */
  readonly bootId: string
  /** Returns all processes that are alive. @param since a start time; processes that started earlier may be left out */
  rows(since?: string): readonly ProcessRow[]
  /**
   * Returns true when the reading that `rows` used in this turn of the event loop certainly contains every process. A reading can miss a
   * process that is started during the reading.
   *
   * @param oldest the pid of a process that started earlier than all processes in question
   * @returns false also when the system cannot report whether a process was started meanwhile
   */
  isComplete(oldest: number): boolean
  /** @returns a process, even if it is a zombie; null when it does not exist */
  row(pid: number): ProcessRow | null
  /** @returns whether the process was started with the variable `marker` (`NAME=value`), or null when its environment cannot be read */
  hasMarker(pid: number, marker: string): boolean | null
  /** Compares two start times. @returns a negative number when `one` is earlier */
  compareStart(one: string, other: string): number
}

/** @returns the identity of the process that has this pid now, or null when there is none */
export function identify(table: ProcessTable, pid: number): ProcessIdentity | null {
  const row = table.row(pid)
  return row === null ? null : { pid, startTime: row.startTime, bootId: table.bootId }
}

/** @returns whether a process is alive. It compares pid, start time and boot, so it is false for another process with the same pid. */
export function isAlive(table: ProcessTable, identity: ProcessIdentity): boolean {
  if (identity.bootId !== table.bootId) return false
  const row = table.row(identity.pid)
  return row !== null && !row.isZombie && row.startTime === identity.startTime
}
