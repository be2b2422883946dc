import type { Clock } from '../../ports/clock.ts'
import type { RunningProcess } from '../../ports/hosts.ts'
import type { Log } from '../../ports/log.ts'
import type { ProcessTable } from '../family/process-table.ts'
import type { GrowingText } from '../journal/growing-text.ts'
import type { JournalShelf } from '../journal/journal-shelf.ts'
import type { Tail } from '../journal/tail.ts'
import { printable } from '../text/printable.ts'
import type { Redact } from '../text/redact.ts'
import type { Listeners } from './listeners.ts'
import type { SessionWatch } from './session-watch.ts'

/** The objects that all sessions of one folder share. */
export interface HostParts {
  root: string
  clock: Clock
  redact: Redact
  /** Redacts a text whose end has not arrived. */
  redactOpen: Redact
  log: Log
  graceMs: number
  table: ProcessTable
  shelf: JournalShelf
  /** Those who follow the facts of a session. */
  listeners: Listeners
  /** Those who follow the open text of a session. */
  openTextListeners: Listeners
  live: Map<string, LiveSession>
}

/** A session that this server watches. */
export interface LiveSession {
  running: RunningProcess
  watch: SessionWatch
  tail: Tail
  growing: GrowingText
}

/** Adds a message of Coppice itself to the facts of a session. */
export async function addNotice(parts: HostParts, sessionId: string, text: string): Promise<void> {
  const fact = { type: 'Noticed' as const, text: parts.redact(printable(text)) }
  await parts.shelf.journal(sessionId).append(parts.clock.now(), [{ fact }], {})
  parts.listeners.notify(sessionId)
}
