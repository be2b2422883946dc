import { statSync } from 'node:fs'
import type { ProcessIdentity } from '../../domain/records.ts'
import { readControl } from '../wrapper/wrapper.ts'
import { identify, type ProcessTable } from './process-table.ts'

export const SESSION_VARIABLE = 'COPPICE_SESSION_ID'
export const sessionMarker = (sessionId: string): string => `${SESSION_VARIABLE}=${sessionId}`

/** The tolerance when start times are compared: `ps` shows them in whole seconds. */
const SAME_START_MS = 3000

/**
 * Finds the wrapper of a session that an earlier server started. A wrapper is the parent process of an agent.
 *
 * @param recorded the identity that the database has, or null when the earlier server did not store it
 * @returns the wrapper's identity. `identity` is null when the wrapper has ended and its identity is unknown. The whole result is null when
 * no wrapper was ever started.
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

/**
 * Checks that a pid from a control file still belongs to the wrapper, because the system may have given it to another process. If the
 * marker cannot be read, the process must have started when the file was created.
 */
function isWrapper(table: ProcessTable, sessionId: string, pid: number, controlPath: string): boolean {
  const isMarked = table.hasMarker(pid, sessionMarker(sessionId))
  if (isMarked !== null) return isMarked
  const row = table.row(pid)
  if (row === null || row.group !== pid) return false
  return Math.abs(Date.parse(row.startTime) - statSync(controlPath).birthtimeMs) < SAME_START_MS
}

/** Finds the wrapper when the control file has no pid yet. The wrapper is the marked process that leads its process group. */
function findByMarker(table: ProcessTable, sessionId: string): { identity: ProcessIdentity | null } | null {
  const marker = sessionMarker(sessionId)
  const wrapper = table.rows().find((row) => row.pid === row.group && table.hasMarker(row.pid, marker))
  return wrapper === undefined ? null : { identity: identify(table, wrapper.pid) }
}
