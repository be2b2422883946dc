import { appendFileSync, existsSync, truncateSync } from 'node:fs'
import { appendFile } from 'node:fs/promises'
import pLimit from 'p-limit'
import type { NumberedFact } from '../../domain/session-facts.ts'
import { type OutputEntry, outputOf } from '../../domain/session-output.ts'
import { summarise } from '../../domain/session-summary.ts'
import { type JournalIndex, MARK_EVERY, type Mark, readFacts, rememberCall, scanJournal } from './journal-file.ts'
import { entryOf, factLine, numbered, stateLine } from './journal-lines.ts'
import type { JournalState } from './journal-state.ts'
import type { NewFact } from './new-fact.ts'
import { longFact, shortened } from './overflow.ts'
import { FILE_MODE, makeSessionFolder, type SessionFolder } from './session-folder.ts'
import { withinLimit } from './within-limit.ts'

/**
 * When the journal is full, the state is written once per this number of dropped bytes. After a crash, the bytes since the last write are
 * read again.
 */
const WRITE_DROPPED_EVERY_BYTES = 1024 * 1024
/** The largest batch, in characters, that is written synchronously. A small append takes 2 µs this way, and 19 µs through the thread pool. */
const SMALL_BATCH = 16 * 1024

/** The facts of one session, in a file (R2). The memory has only the state, one mark for 256 facts, and the model calls (R4). */
export interface Journal {
  state(): Promise<JournalState>
  /**
   * Adds facts and a change of the state as one batch. If the server crashes meanwhile, either the whole batch counts or nothing of it.
   * Batches of concurrent calls are written one after the other. When the journal is full, output is not stored: its lines are counted,
   * and a NOTICE says so. All facts count in the summary.
   */
  append(
    at: number,
    facts: readonly NewFact[],
    patch: Partial<Pick<JournalState, 'read' | 'end' | 'removed' | 'uncounted'>>,
  ): Promise<void>
  /** @returns entries of output with a number above `after`, at most `limit` */
  output(after: number, limit: number): Promise<OutputEntry[]>
  /** @returns facts with a number above `after`, at most `limit` */
  facts(after: number, limit: number): Promise<NumberedFact[]>
  /** @returns the number of the last fact */
  lastFact(): Promise<number>
  /** @returns the number of the last entry of output */
  lastOutput(): Promise<number>
  /** @returns true when no append is in progress */
  isIdle(): boolean
}

export function openJournal(folder: SessionFolder, limitBytes: number): Journal {
  let opened: Promise<JournalIndex> | null = null
  let torn = true
  let unwrittenBytes = 0
  const oneAtATime = pLimit(1)

  const index = (): Promise<JournalIndex> => {
    // A failure is not kept, because it may not last.
    opened ??= scanJournal(folder.journal).catch((error) => {
      opened = null
      throw error
    })
    return opened
  }

  async function write(at: number, newFacts: readonly NewFact[], patch: Partial<JournalState>): Promise<void> {
    const journal = await index()
    const { kept, dropped } = withinLimit(journal, newFacts, limitBytes)
    const facts = newFacts.map(({ fact }) => fact)
    const { summary, calls } = summarise(journal.state.summary, facts, journal.calls)
    const state = { ...journal.state, ...patch, summary, dropped }
    const unwritten = unwrittenBytes + dropped.bytes - journal.state.dropped.bytes
    const isWritten = newFacts.length === 0 || kept.length > 0 || unwritten >= WRITE_DROPPED_EVERY_BYTES
    if (isWritten) await store(journal, await prepareBatch(folder, journal, at, kept, limitBytes), state)
    unwrittenBytes = isWritten ? 0 : unwritten
    for (const call of calls.values()) rememberCall(journal, call)
    journal.state = state
  }

  async function store(journal: JournalIndex, batch: Batch, state: JournalState): Promise<void> {
    state.overflowBytes += batch.overflowBytes
    const text = batch.text + stateLine(state)
    if (torn) cutTornTail(folder.journal, journal.bytes)
    torn = true
    if (text.length <= SMALL_BATCH) appendFileSync(folder.journal, text, { mode: FILE_MODE })
    else await appendFile(folder.journal, text, { mode: FILE_MODE })
    torn = false
    journal.bytes += Buffer.byteLength(text)
    journal.lastSequence = batch.lastSequence
    journal.lastOutput = batch.lastOutput
    journal.marks.push(...batch.marks)
  }

  return {
    state: async () => (await index()).state,
    lastFact: async () => (await index()).lastSequence,
    lastOutput: async () => (await index()).lastOutput,
    isIdle: () => oneAtATime.activeCount + oneAtATime.pendingCount === 0,
    append: (at, facts, patch) => oneAtATime(() => write(at, facts, patch)),
    async output(after, limit) {
      const { marks, bytes, lastOutput } = await index()
      if (after >= lastOutput) return []
      const start = marks.findLast(({ output }) => output <= after)?.offset ?? 0
      return readFacts(folder.journal, { start, end: bytes }, limit, (fact) =>
        fact.output > after ? entryOf(fact) : null,
      )
    },
    async facts(after, limit) {
      const { marks, bytes, lastSequence } = await index()
      if (after >= lastSequence) return []
      const start = marks[Math.floor(Math.max(0, after) / MARK_EVERY)]?.offset ?? 0
      return readFacts(folder.journal, { start, end: bytes }, limit, (fact) =>
        fact.sequence > after ? numbered(fact) : null,
      )
    },
  }
}

interface Batch {
  text: string
  marks: Mark[]
  lastSequence: number
  lastOutput: number
  overflowBytes: number
}

/**
 * Formats facts as lines of the journal, and calculates the marks that the index gets for them. A text that is too long for the journal is
 * shortened, and the whole text is written to an overflow file.
 */
async function prepareBatch(
  folder: SessionFolder,
  journal: JournalIndex,
  at: number,
  facts: readonly NewFact[],
  limitBytes: number,
): Promise<Batch> {
  makeSessionFolder(folder)
  const marks: Mark[] = []
  const lines: string[] = []
  let { bytes: offset, lastSequence: sequence, lastOutput: output } = journal
  let overflowBytes = 0
  for (const one of facts) {
    const roomBytes = limitBytes - offset - journal.state.overflowBytes - overflowBytes
    const long = longFact(one)
    const fit = long && (await shortened(folder, long, sequence + 1, roomBytes))
    const fact = fit?.fact ?? one.fact
    if (outputOf(fact) !== null) output += 1
    if (sequence % MARK_EVERY === 0) marks.push({ offset, output })
    sequence += 1
    const line = factLine(sequence, output, one.at ?? at, fact)
    offset += Buffer.byteLength(line)
    overflowBytes += fit?.overflowBytes ?? 0
    lines.push(line)
  }
  return { text: lines.join(''), marks, lastSequence: sequence, lastOutput: output, overflowBytes }
}

/** Removes the bytes after the last complete batch. A crash or a full disk left them there. */
function cutTornTail(path: string, bytes: number): void {
  if (existsSync(path)) truncateSync(path, bytes)
}
