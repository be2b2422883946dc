import { readdirSync, readFileSync } from 'node:fs'
import type { ProcessRow, ProcessTable } from './process-table.ts'
import { createStartTimes } from './start-times.ts'

/** Positions of fields in `/proc/PID/stat` (see proc(5)). Position 0 is the state, which is field 3 there. */
const STATE = 0
const PARENT = 1
const GROUP = 2
const START_TIME = 19
const DEAD_STATES: ReadonlySet<string | undefined> = new Set(['Z', 'X', 'x'])

interface Snapshot {
  /** The pid that the system had given last when the reading began. It is null when the system does not report it. */
  lastPid: string | null
  pids: readonly number[]
  rows: Map<number, ProcessRow | null>
  environments: Map<number, string | null>
}

/**
 * Reads processes from `/proc` (Linux). All calls within one turn of the event loop share one reading. Otherwise 64 sessions that are
 * cancelled together would read all of `/proc` 64 times. Reads are synchronous, which takes 20 µs per process. Through the thread pool,
 * they would take five times as long.
 */
export function createProcTable(): ProcessTable {
  const bootId = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  const times = createStartTimes()
  let current: Snapshot | null = null
  let previous: { lastPid: string | null; at: number } = { lastPid: null, at: Number.NEGATIVE_INFINITY }

  function snapshot(): Snapshot {
    if (current === null) {
      const reading = { lastPid: lastPid(), at: performance.now() }
      if (mayBeReused(previous, reading)) times.distrust()
      previous = reading
      current = { lastPid: reading.lastPid, pids: pids(), rows: new Map(), environments: new Map() }
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
    isComplete(oldest) {
      // If the system gave no pid during the reading, no process was started during it. A process that got its pid just before the reading
      // may not have been visible yet. But its parent was visible, so the caller sees a member. This holds only while pids grow: after the
      // system has started again from 1, the folder of a child may be read before that of its parent. So `last` must not be below `oldest`.
      const last = current?.lastPid ?? null
      return last !== null && Number(last) >= oldest && lastPid() === last
    },
    row: readRow,
    hasMarker(pid, marker) {
      const variables = environment(pid)
      return variables === null ? null : `\0${variables}`.includes(`\0${marker}\0`)
    },
    compareStart: (one, other) => Number(one) - Number(other),
  }
}

/** The system gives a pid again only after it has given all other pids, by default more than 32,000. That takes longer than this time. */
const SHORTEST_ROUND_MS = 200

/** Returns whether the system may have given a pid again between two readings. */
function mayBeReused(earlier: { lastPid: string | null; at: number }, later: { lastPid: string | null; at: number }) {
  if (earlier.lastPid === null || later.lastPid === null) return true
  return Number(later.lastPid) < Number(earlier.lastPid) || later.at - earlier.at > SHORTEST_ROUND_MS
}

/** Returns the pid that the system gave last. `/proc/loadavg` has it too, but a container may show another file there. */
function lastPid(): string | null {
  try {
    return readFileSync('/proc/sys/kernel/ns_last_pid', 'utf8')
  } catch {
    return null
  }
}

const pids = (): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)

function readRow(pid: number): ProcessRow | null {
  const stat = readProc(pid, 'stat')
  if (stat === null) return null
  // The name of the command is in parentheses, and may itself contain blanks and parentheses.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const startTime = fields[START_TIME]
  if (startTime === undefined) return null
  const isZombie = DEAD_STATES.has(fields[STATE])
  return { pid, parent: Number(fields[PARENT]), group: Number(fields[GROUP]), startTime, isZombie }
}

/** ENOENT, ESRCH: the process has ended. EACCES, EPERM: it belongs to another user. */
const UNREADABLE: ReadonlySet<string | undefined> = new Set(['ENOENT', 'ESRCH', 'EACCES', 'EPERM'])

/**
 * Reads a file of a process in /proc.
 * @returns null when the process has ended or belongs to another user
 * @throws any other error, such as no free file descriptor
 */
function readProc(pid: number, file: 'stat' | 'environ'): string | null {
  try {
    // Without an encoding, Node would allocate a buffer of 64 KiB, because the size of the file is unknown.
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch (error) {
    if (UNREADABLE.has((error as NodeJS.ErrnoException).code)) return null
    throw error
  }
}
