import { existsSync } from 'node:fs'
import type { Clock } from '../../ports/clock.ts'
import type { SessionHosts } from '../../ports/hosts.ts'
import type { Log } from '../../ports/log.ts'
import { openProcessTable } from '../family/open-process-table.ts'
import { sendMessage } from '../inbox/send-message.ts'
import { createJournalShelf } from '../journal/journal-shelf.ts'
import { readOverflow } from '../journal/overflow.ts'
import { readTranscript } from '../journal/read-transcript.ts'
import { removeOldOutput } from '../journal/remove-old-output.ts'
import { provideFile, sessionFolder } from '../journal/session-folder.ts'
import type { Redact } from '../text/redact.ts'
import { adoptSession } from './adopt-session.ts'
import { addNotice, type HostParts } from './host-parts.ts'
import { createListeners } from './listeners.ts'
import { startSession } from './start-session.ts'

export interface SessionHostsOptions {
  /** The folder that contains a folder for each session. It is created if it does not exist. */
  root: string
  clock: Clock
  redact: Redact
  /** Redacts a text whose end has not arrived (`createOpenRedactor`). */
  redactOpen: Redact
  log: Log
  /** The time between SIGTERM and SIGKILL (C1). */
  graceMs?: number
  /** The size limit of one session's facts on disk, including overflow files (R4). */
  maxJournalBytes?: number
}

const DEFAULT_GRACE_MS = 5000
const DEFAULT_MAX_JOURNAL_BYTES = 64 * 1024 * 1024

/** Implements the port `SessionHosts` for one folder. */
export function createSessionHosts(options: SessionHostsOptions): SessionHosts {
  const { root, maxJournalBytes = DEFAULT_MAX_JOURNAL_BYTES } = options
  const parts: HostParts = {
    ...options,
    graceMs: options.graceMs ?? DEFAULT_GRACE_MS,
    table: openProcessTable(),
    shelf: createJournalShelf(root, maxJournalBytes),
    listeners: createListeners(),
    openTextListeners: createListeners(),
    live: new Map(),
  }
  let closed = false

  return {
    async start(request) {
      if (closed) throw new Error('the server is closing, so it starts no session')
      return startSession(parts, request)
    },
    adopt: (session) => adoptSession(parts, session),
    facts: (sessionId, after, limit) => parts.shelf.journal(sessionId).facts(after, limit),
    reports: async (sessionId) => (await parts.shelf.journal(sessionId).state()).summary.reports,
    lastFact: (sessionId) => parts.shelf.journal(sessionId).lastFact(),
    output: (sessionId, after, limit) => parts.shelf.journal(sessionId).output(after, limit),
    lastOutput: (sessionId) => parts.shelf.journal(sessionId).lastOutput(),
    transcript(sessionId, after, from) {
      const { journal } = sessionFolder(root, sessionId)
      return existsSync(journal) ? readTranscript(journal, after, from) : null
    },
    wholeText: (sessionId, overflow) => readOverflow(sessionFolder(root, sessionId), overflow),
    onFacts: (sessionId, call) => parts.listeners.add(sessionId, call),
    openText: (sessionId) => parts.live.get(sessionId)?.growing.shown() ?? null,
    onOpenText: (sessionId, call) => parts.openTextListeners.add(sessionId, call),
    send: (sessionId, id, message, author) => sendMessage(parts, sessionId, id, message, author),
    notice: (sessionId, text) => addNotice(parts, sessionId, text),
    provide: async (sessionId, name, text) => provideFile(sessionFolder(root, sessionId), name, text),
    folder(sessionId) {
      const { path } = sessionFolder(root, sessionId)
      return existsSync(path) ? path : null
    },
    lastLine: (sessionId) => parts.live.get(sessionId)?.tail.lastLine() ?? null,
    removeOldOutput: (before) => removeOldOutput(parts, before),
    async close() {
      closed = true
      await Promise.all([...parts.live.values()].map(({ watch }) => watch.abandon()))
    },
  }
}
