import { createReadStream } from 'node:fs'
import type { OutputEntry } from '../../ports/hosts.ts'
import { EMPTY_JOURNAL, type JournalState } from './journal-state.ts'

/**
 * The form of `output.jsonl`: entries, one a line, and after each batch of them one line with the state. What stands behind the
 * last state line was torn by a crash and does not count.
 */
const ENTRY_START = Buffer.from('{"sequence":')
const LINE_FEED = 0x0a
const CHUNK_BYTES = 256 * 1024
/** An index entry for every so many: a page is found by reading at most this many lines too many. */
export const MARK_EVERY = 256

export interface JournalScan {
  /** The length of what counts. */
  bytes: number
  lastSequence: number
  /** Offsets of the entries 1, 257, 513 … */
  marks: number[]
  state: JournalState
}

export const entryLine = (entry: OutputEntry): string => `${JSON.stringify(entry)}\n`
export const stateLine = (state: JournalState): string => `${JSON.stringify({ state })}\n`

/** An absent file is an empty journal. */
export async function scanJournal(path: string): Promise<JournalScan> {
  const scan: JournalScan = { bytes: 0, lastSequence: 0, marks: [], state: EMPTY_JOURNAL }
  let sequence = 0
  const marks: number[] = []
  for await (const { line, start, end } of journalLines(path, 0, Number.POSITIVE_INFINITY)) {
    if (isEntry(line)) {
      if (sequence % MARK_EVERY === 0) marks.push(start)
      sequence += 1
      continue
    }
    const state = parseState(line)
    if (state === null) break
    scan.marks.push(...marks.splice(0))
    Object.assign(scan, { bytes: end, lastSequence: sequence, state })
  }
  return scan
}

/** Entries above `after` between two offsets, at most `limit`. */
export async function readEntries(
  path: string,
  range: { start: number; end: number },
  after: number,
  limit: number,
): Promise<OutputEntry[]> {
  const entries: OutputEntry[] = []
  if (limit <= 0) return entries
  for await (const { line } of journalLines(path, range.start, range.end)) {
    if (!isEntry(line)) continue
    const entry = JSON.parse(line.toString('utf8')) as OutputEntry
    if (entry.sequence > after && entries.push(entry) >= limit) break
  }
  return entries
}

const isEntry = (line: Buffer): boolean => line.subarray(0, ENTRY_START.length).equals(ENTRY_START)

function parseState(line: Buffer): JournalState | null {
  try {
    return (JSON.parse(line.toString('utf8')) as { state?: JournalState }).state ?? null
  } catch {
    return null
  }
}

/** Whole lines only. Not `readline`: it breaks lines at U+2028 too, which JSON does not escape. */
async function* journalLines(
  path: string,
  from: number,
  to: number,
): AsyncGenerator<{ line: Buffer; start: number; end: number }> {
  if (from >= to) return
  let pending: Buffer = Buffer.alloc(0)
  let start = from
  try {
    for await (const chunk of createReadStream(path, { start: from, end: to - 1, highWaterMark: CHUNK_BYTES })) {
      const bytes = Buffer.concat([pending, chunk as Buffer])
      let lineStart = 0
      for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, lineStart)) {
        const end = start + at + 1 - lineStart
        yield { line: bytes.subarray(lineStart, at), start, end }
        start = end
        lineStart = at + 1
      }
      pending = bytes.subarray(lineStart)
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}
