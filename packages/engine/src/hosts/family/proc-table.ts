import { readdirSync, readFileSync } from 'node:fs'
import type { ProcessRow, ProcessTable } from './process-table.ts'
import { createStartTimes } from './start-times.ts'

/** Field numbers of proc(5), counted from the state, which is field 3. */
const STATE = 0
const PARENT = 1
const GROUP = 2
const START_TIME = 19
const DEAD_STATES: ReadonlySet<string | undefined> = new Set(['Z', 'X', 'x'])

interface Snapshot {
  pids: readonly number[]
  rows: Map<number, ProcessRow | null>
  environments: Map<number, string | null>
}

/**
 * The table of Linux. One reading of `/proc` serves all calls within one turn of the event loop: otherwise 64 sessions that are cancelled
 * together would read it 64 times. Reads are synchronous and take 20 µs for each process. Through the thread pool they take five times as long.
 */
export function createProcTable(): ProcessTable {
  const bootId = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  const times = createStartTimes()
  let current: Snapshot | null = null

  function snapshot(): Snapshot {
    if (current === null) {
      current = { pids: pids(), rows: new Map(), environments: new Map() }
      times.keep(current.pids)
      setImmediate(() => {
        current = null
      })
    }
    return current
  }

  function livingRow(pid: number): ProcessRow | null {
    const { rows } = snapshot()
    const row = rows.has(pid) ? rows.get(pid) : readRow(pid)
    rows.set(pid, row ?? null)
    if (row) times.note(pid, row.startTime)
    return row && !row.isZombie ? row : null
  }

  function environment(pid: number): string | null {
    const { environments } = snapshot()
    if (!environments.has(pid)) environments.set(pid, readProc(pid, 'environ'))
    return environments.get(pid) ?? null
  }

  return {
    bootId,
    rows: (since) =>
      snapshot()
        .pids.filter((pid) => since === undefined || !times.isBefore(pid, since))
        .flatMap((pid) => livingRow(pid) ?? []),
    row: readRow,
    hasMarker(pid, marker) {
      const variables = environment(pid)
      return variables === null ? null : `\0${variables}`.includes(`\0${marker}\0`)
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
  // The command's name, in parentheses, may contain blanks and parentheses.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const startTime = fields[START_TIME]
  if (startTime === undefined) return null
  const isZombie = DEAD_STATES.has(fields[STATE])
  return { pid, parent: Number(fields[PARENT]), group: Number(fields[GROUP]), startTime, isZombie }
}

/** ESRCH: it ended between opening and reading. EACCES, EPERM: it belongs to someone else. */
const NOT_TO_BE_SEEN: ReadonlySet<string | undefined> = new Set(['ENOENT', 'ESRCH', 'EACCES', 'EPERM'])

/** Throws for any other error (no file descriptor is free). @returns null when the process has ended or belongs to somebody else */
function readProc(pid: number, file: 'stat' | 'environ'): string | null {
  try {
    // With an encoding, Node allocates no buffer of 64 KiB for a file of unknown size.
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch (error) {
    if (NOT_TO_BE_SEEN.has((error as NodeJS.ErrnoException).code)) return null
    throw error
  }
}
