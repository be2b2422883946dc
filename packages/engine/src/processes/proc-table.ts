import { readdirSync, readFileSync } from 'node:fs'
import type { ProcessRow, ProcessTable } from './process-table.ts'

/** Field numbers of proc(5), counted from the state, which is field 3. */
const STATE = 0
const PARENT = 1
const GROUP = 2
const START_TIME = 19
const DEAD_STATES: ReadonlySet<string | undefined> = new Set(['Z', 'X', 'x'])

/** Linux. Reads are synchronous: 30 µs a process, no thread pool in between. */
export function createProcTable(): ProcessTable {
  const bootId = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  return {
    bootId,
    rows: () =>
      pids()
        .flatMap((pid) => readRow(pid) ?? [])
        .filter((row) => !row.isZombie),
    row: readRow,
    hasMarker(pid, marker) {
      const environment = readProc(pid, 'environ')
      return environment === null ? null : `\0${environment}`.includes(`\0${marker}\0`)
    },
    compareStart: (one, other) => Number(one) - Number(other),
  }
}

const pids = (): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)

function readRow(pid: number): ProcessRow | null {
  const stat = readProc(pid, 'stat')
  if (stat === null) return null
  // The command's name, in parentheses, may hold blanks and parentheses.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const startTime = fields[START_TIME]
  if (startTime === undefined) return null
  const isZombie = DEAD_STATES.has(fields[STATE])
  return { pid, parent: Number(fields[PARENT]), group: Number(fields[GROUP]), startTime, isZombie }
}

/** Null where the process has gone, or belongs to someone else. */
function readProc(pid: number, file: 'stat' | 'environ'): string | null {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'latin1')
  } catch {
    return null
  }
}
