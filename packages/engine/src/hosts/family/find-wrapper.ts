import { statSync } from 'node:fs'
import type { ProcessIdentity } from '../../domain/records.ts'
import { readControl } from '../wrapper/wrapper.ts'
import { identify, type ProcessTable } from './process-table.ts'

export const SESSION_VARIABLE = 'COPPICE_SESSION_ID'
export const sessionMarker = (sessionId: string): string => `${SESSION_VARIABLE}=${sessionId}`

/** `ps` shows start times in whole seconds. */
const SAME_START_MS = 3000

/**
 * Finds the wrapper of a session that an earlier server started. `identity` is null when the wrapper ended before anybody recorded it.
 *
 * @returns null when no wrapper was ever started
 */
export function findWrapper(
  table: ProcessTable,
  sessionId: string,
  recorded: ProcessIdentity | null,
  controlPath: string,
): { identity: ProcessIdentity | null } | null {
  if (recorded !== null) return { identity: recorded }
  const { pid } = readControl(controlPath)
  if (pid === null) return findByMarker(table, sessionId)
  return { identity: isWrapper(table, sessionId, pid, controlPath) ? identify(table, pid) : null }
}

/** The pid from a file may belong to another process by now. If the marker cannot be read, the start time must fit that of the file. */
function isWrapper(table: ProcessTable, sessionId: string, pid: number, controlPath: string): boolean {
  const isMarked = table.hasMarker(pid, sessionMarker(sessionId))
  if (isMarked !== null) return isMarked
  const row = table.row(pid)
  if (row === null || row.group !== pid) return false
  return Math.abs(Date.parse(row.startTime) - statSync(controlPath).birthtimeMs) < SAME_START_MS
}

/** The server died before the wrapper could write its pid. The wrapper leads its own group. */
function findByMarker(table: ProcessTable, sessionId: string): { identity: ProcessIdentity | null } | null {
  const marker = sessionMarker(sessionId)
  const wrapper = table.rows().find((row) => row.pid === row.group && table.hasMarker(row.pid, marker))
  return wrapper === undefined ? null : { identity: identify(table, wrapper.pid) }
}
