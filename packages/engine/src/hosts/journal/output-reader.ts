import type { Writing } from '../../domain/open-text.ts'
import type { SessionFact, TimedFact } from '../../domain/session-facts.ts'
import { outputOf } from '../../domain/session-output.ts'
import type { Agent } from '../../ports/agent.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Log } from '../../ports/log.ts'
import { receiptNotices } from '../inbox/receipt-notice.ts'
import { cleanFact } from '../text/clean-fact.ts'
import { printable } from '../text/printable.ts'
import type { Redact } from '../text/redact.ts'
import { copyRecord } from './copy-record.ts'
import type { GrowingText } from './growing-text.ts'
import type { Journal } from './journal.ts'
import type { RawLine } from './line-splitter.ts'
import type { NewFact } from './new-fact.ts'
import { openRawStream, type RawStream } from './raw-stream.ts'
import type { SessionFolder } from './session-folder.ts'
import type { Tail } from './tail.ts'
import { callTranslator, type FactsOfCall } from './task-facts.ts'

/** The number of bytes that are read from one stream in one turn, so that a session with much output does not delay the others. */
const MAX_BYTES_PER_TURN = 1024 * 1024
/** When the journal is full, a raw file of at least this size is emptied (R4). */
const EMPTY_RAW_ABOVE_BYTES = 4 * 1024 * 1024

/** Converts the raw output of a session to facts in its journal. It continues after the last byte that the journal contains (R1). */
export interface OutputReader {
  /** Reads for one turn. @returns what was read: facts, or only pieces of the open text, or nothing */
  read(): Promise<'facts' | 'writing' | 'nothing'>
  /** Reads the rest, including last lines without a line break. Call it only when no process can still write. */
  finish(): Promise<void>
  close(): void
}

export interface OutputReaderParts {
  folder: SessionFolder
  journal: Journal
  agent: Agent
  clock: Clock
  redact: Redact
  log: Log
  tail: Tail
  growing: GrowingText
  onAppended: () => void
  /** It is called when `growing` has grown. */
  onWriting: () => void
}

interface ReaderParts extends OutputReaderParts {
  factsOfCall: FactsOfCall
}

export async function openOutputReader(opened: OutputReaderParts): Promise<OutputReader> {
  const { folder, journal, agent } = opened
  const parts: ReaderParts = { ...opened, factsOfCall: callTranslator(folder.task) }
  const { read } = await journal.state()
  const streams = [
    openRawStream({ name: 'stdout', path: folder.stdout, holds: agent.stdout, offset: read.stdout }),
    openRawStream({ name: 'stderr', path: folder.stderr, holds: 'text', offset: read.stderr }),
    openRawStream({ name: 'calls', path: folder.calls, holds: 'text', offset: read.calls ?? 0 }),
  ].filter((stream) => stream !== null)

  return {
    async read() {
      const read = []
      for (const stream of streams) read.push(await readTurn(parts, stream))
      if (read.some(({ hasFacts }) => hasFacts)) return 'facts'
      return read.some(({ bytes }) => bytes > 0) ? 'writing' : 'nothing'
    },
    async finish() {
      for (const stream of streams) {
        while ((await readTurn(parts, stream)).bytes > 0);
        await store(parts, stream, stream.end())
      }
    },
    close() {
      for (const stream of streams) stream.close()
    },
  }
}

async function readTurn(parts: ReaderParts, stream: RawStream): Promise<{ bytes: number; hasFacts: boolean }> {
  let total = 0
  let hasFacts = false
  for (let bytes = -1; bytes !== 0 && total < MAX_BYTES_PER_TURN; total += bytes) {
    const read = stream.read()
    bytes = read.bytes
    if (await store(parts, stream, read.lines)) hasFacts = true
  }
  if (total > 0) await emptyBeyondLimit(parts, stream)
  return { bytes: total, hasFacts }
}

/**
 * Stores the facts of lines, and keeps the pieces of the open text in memory only. The journal's cursor stays before pieces that no fact follows,
 * so a later server reads them again. If the facts cannot be stored, for example because the disk is full, the same lines are read again in the
 * next turn.
 *
 * @returns whether there was a line that is no such piece
 */
async function store(parts: ReaderParts, stream: RawStream, lines: readonly RawLine[]): Promise<boolean> {
  if (lines.length === 0) return false
  const { journal, clock, tail, growing } = parts
  const { read, summary } = await journal.state()
  // A server that takes up a session may read its lines long after they were written.
  const at = Math.min(clock.now(), stream.changedAt())
  const { facts, end, pieces, isSaid } = sorted(parts, stream, lines, (line) =>
    factsOf(parts, stream, line, at, summary.reports),
  )
  // The open text became a fact. It is forgotten before the fact is stored, so that no reader gets the same text twice (R2).
  if (isSaid) growing.clear()
  if (end !== null) {
    try {
      await journal.append(at, facts, { read: { ...read, [stream.name]: end } })
    } catch (error) {
      stream.seek(read[stream.name] ?? 0)
      throw error
    }
    tail.add(facts.map(({ fact }) => outputOf(fact)).filter((output) => output !== null))
  }
  if (pieces.length > 0) {
    const after = await journal.lastOutput()
    for (const piece of pieces) growing.add(piece, after)
    parts.onWriting()
  }
  if (end !== null) parts.onAppended()
  return end !== null
}

interface Sorted {
  facts: NewFact[]
  /** Where the last line ends that is no piece of the open text. It is null when there is no such line. */
  end: number | null
  /** The pieces of the open text that has not become a fact. */
  pieces: Writing[]
  /** Whether a text has become a fact. */
  isSaid: boolean
}

function sorted(
  parts: ReaderParts,
  stream: RawStream,
  lines: readonly RawLine[],
  factsOfLine: (line: RawLine) => NewFact[],
): Sorted {
  const sorting: Sorted = { facts: [], end: null, pieces: [], isSaid: false }
  for (const line of lines) {
    const piece = writingOf(parts, stream, line)
    if (piece !== null) {
      sorting.pieces.push(piece)
      continue
    }
    const facts = factsOfLine(line)
    sorting.facts.push(...facts)
    sorting.end = line.end
    if (!facts.some(({ fact }) => fact.type === 'Said' || fact.type === 'Thought')) continue
    sorting.pieces = []
    sorting.isSaid = true
  }
  return sorting
}

function writingOf({ agent, log }: ReaderParts, { name }: RawStream, { text, whole }: RawLine): Writing | null {
  if (name !== 'stdout' || whole !== null) return null
  try {
    return agent.writing?.(text) ?? null
  } catch (error) {
    log.error({ err: error, agent: agent.kind }, 'a piece of an open text could not be read; it is kept as plain text')
    return null
  }
}

function factsOf(parts: ReaderParts, { name, path }: RawStream, line: RawLine, at: number, reports: number): NewFact[] {
  const clean: Redact = (text) => parts.redact(printable(text))
  const { text, whole } = line
  if (name === 'calls') return parts.factsOfCall(text, reports).map((fact) => ({ fact: cleanFact(fact, clean) }))
  if (whole === null)
    return factsOfText(parts, name, text, at)
      .flatMap((fact) => [fact, ...receiptNotices(parts.folder.inbox, fact)])
      .map((fact) => newFact(cleanFact(fact, clean), at))
  const fact: SessionFact = { type: 'Printed', stream: name, text: clean(text) }
  return [{ fact, writeWhole: (to, maxBytes) => copyRecord({ path, ...whole }, clean, to, maxBytes) }]
}

/** Separates a fact from the time that its host gave it. A time after `readAt`, when the line was read, cannot be right. */
function newFact({ at, ...fact }: TimedFact, readAt: number): NewFact {
  return { fact, at: at !== undefined && at < readAt ? at : readAt }
}

/** Lets the kind of agent convert a line to facts. If that throws, which is a defect of Coppice, the line is kept as plain text. */
function factsOfText(
  { agent, log }: ReaderParts,
  stream: 'stdout' | 'stderr',
  line: string,
  at: number,
): readonly TimedFact[] {
  try {
    return agent.facts(stream, line, at)
  } catch (error) {
    log.error(
      { err: error, agent: agent.kind },
      'a line of an agent could not be converted to facts; it is kept as plain text',
    )
    return [{ type: 'Printed', stream, text: line }]
  }
}

/**
 * Empties a raw file when the journal is full, so that output that is not stored does not fill the disk (R4). Output that is written
 * between the last read and the truncation is lost and not counted. The process that writes the file opened it for appending, so it
 * continues at the start of the empty file.
 */
async function emptyBeyondLimit({ journal, clock }: OutputReaderParts, stream: RawStream): Promise<void> {
  const { dropped, read } = await journal.state()
  if (dropped.lines === 0 || !stream.empty(EMPTY_RAW_ABOVE_BYTES)) return
  await journal.append(clock.now(), [], { read: { ...read, [stream.name]: 0 } })
}
