import { appendFile, truncate } from 'node:fs/promises'
import type { OutputKind } from '../../domain/statuses.ts'
import type { OutputEntry } from '../../ports/hosts.ts'
import { entryLine, type JournalScan, MARK_EVERY, readEntries, scanJournal, stateLine } from './journal-file.ts'
import type { JournalState } from './journal-state.ts'
import { FILE_MODE, makeSessionFolder, type SessionFolder } from './session-folder.ts'

/** Beyond the limit the state is written this seldom; a crash makes as much be read again. */
const WRITE_DROPPED_EVERY_BYTES = 1024 * 1024

export interface NewEntry {
  kind: OutputKind
  text: string
}

/** The output of one session, on disk (R2): in memory only its state and an index, 1 number per 256 entries (R4). */
export interface Journal {
  state(): Promise<JournalState>
  /**
   * Adds entries and state in one batch that counts as a whole or, after a crash, not at all. Batches of concurrent calls come
   * one after the other. What is beyond the limit is counted and told; NOTICEs always fit.
   */
  append(at: number, entries: readonly NewEntry[], patch: Partial<JournalState>): Promise<void>
  /** Entries above `after`, at most `limit`. */
  read(after: number, limit: number): Promise<OutputEntry[]>
  lastSequence(): Promise<number>
  /** No call is under way. */
  isIdle(): boolean
}

export function openJournal(folder: SessionFolder, limitBytes: number): Journal {
  let opened: Promise<JournalScan> | null = null
  let torn = true
  let unwrittenBytes = 0
  let last: Promise<unknown> = Promise.resolve()
  let waiting = 0

  const scan = (): Promise<JournalScan> => {
    opened ??= scanJournal(folder.journal)
    return opened
  }

  async function write(at: number, news: readonly NewEntry[], patch: Partial<JournalState>): Promise<void> {
    const journal = await scan()
    const { kept, dropped } = withinLimit(journal, news, limitBytes)
    const state = { ...journal.state, ...patch, dropped }
    if (news.length > 0 && kept.length === 0) {
      unwrittenBytes += dropped.bytes - journal.state.dropped.bytes
      journal.state = state
      if (unwrittenBytes < WRITE_DROPPED_EVERY_BYTES) return
    }
    const { text, marks } = layOut(journal, at, kept, state)
    await makeSessionFolder(folder)
    if (torn) await cutTornTail(folder.journal, journal.bytes)
    torn = true
    await appendFile(folder.journal, text, { mode: FILE_MODE })
    torn = false
    unwrittenBytes = 0
    journal.bytes += Buffer.byteLength(text)
    journal.lastSequence += kept.length
    journal.marks.push(...marks)
    journal.state = state
  }

  return {
    state: async () => (await scan()).state,
    lastSequence: async () => (await scan()).lastSequence,
    isIdle: () => waiting === 0,
    append(at, entries, patch) {
      waiting += 1
      const written = last
        .then(() => write(at, entries, patch))
        .finally(() => {
          waiting -= 1
        })
      last = written.catch(() => {})
      return written
    },
    async read(after, limit) {
      const { marks, bytes, lastSequence } = await scan()
      if (after >= lastSequence) return []
      const start = marks[Math.floor(Math.max(0, after) / MARK_EVERY)] ?? 0
      return readEntries(folder.journal, { start, end: bytes }, after, limit)
    },
  }
}

function withinLimit(
  journal: JournalScan,
  news: readonly NewEntry[],
  limitBytes: number,
): { kept: readonly NewEntry[]; dropped: JournalState['dropped'] } {
  const { dropped } = journal.state
  if (journal.bytes < limitBytes) return { kept: news, dropped }
  const kept = news.filter((entry) => entry.kind === 'NOTICE')
  const beyond = news.filter((entry) => entry.kind !== 'NOTICE')
  if (beyond.length === 0) return { kept, dropped }
  const bytes = beyond.reduce((sum, entry) => sum + Buffer.byteLength(entry.text) + 1, 0)
  const first = dropped.lines === 0 ? [limitNotice(limitBytes)] : []
  return { kept: [...first, ...kept], dropped: { lines: dropped.lines + beyond.length, bytes: dropped.bytes + bytes } }
}

const limitNotice = (limitBytes: number): NewEntry => ({
  kind: 'NOTICE',
  text: `The output has reached the limit of ${Math.round(limitBytes / 1024 / 1024)} MiB; what follows is counted, not stored.`,
})

function layOut(
  journal: JournalScan,
  at: number,
  entries: readonly NewEntry[],
  state: JournalState,
): { text: string; marks: number[] } {
  const marks: number[] = []
  let offset = journal.bytes
  let sequence = journal.lastSequence
  const lines = entries.map(({ kind, text }) => {
    if (sequence % MARK_EVERY === 0) marks.push(offset)
    sequence += 1
    const line = entryLine({ sequence, at, kind, text })
    offset += Buffer.byteLength(line)
    return line
  })
  return { text: lines.join('') + stateLine(state), marks }
}

/** What a crash or a full disk left behind the last whole batch. */
async function cutTornTail(path: string, bytes: number): Promise<void> {
  try {
    await truncate(path, bytes)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}
