import { createReadStream, existsSync } from 'node:fs'
import type { ModelCalled } from '../../domain/session-facts.ts'
import { countedCall } from '../../domain/session-summary.ts'
import { isFact, numbersOf, parseFact, parseModelCall, parseState, type StoredFact } from './journal-lines.ts'
import { EMPTY_JOURNAL, type JournalState } from './journal-state.ts'

const LINE_FEED = 0x0a
const CHUNK_BYTES = 256 * 1024
/**
 * The index of a session has at most this number of model calls in memory (R4). A call that is reported again after more than this number
 * of other calls counts twice.
 */
const MAX_CALLS = 10_000
/** The index has one mark per 256 facts. So finding a page takes reading at most 256 facts that come before it. */
export const MARK_EVERY = 256

/** Where one of the facts 1, 257, 513 and so on is in the file. `output` is the number of entries of output up to and with this fact. */
export interface Mark {
  offset: number
  output: number
}

/** The index of a journal, which is in memory. */
export interface JournalIndex {
  /** The length of the file up to its last state line. If more bytes follow, a crash left them, and they do not count. */
  bytes: number
  lastSequence: number
  /** The number of the last output entry. */
  lastOutput: number
  marks: Mark[]
  calls: Map<string, ModelCalled>
  state: JournalState
}

/** Reads a whole journal and makes its index. An absent file is an empty journal. */
export async function scanJournal(path: string): Promise<JournalIndex> {
  const index: JournalIndex = {
    ...{ bytes: 0, lastSequence: 0, lastOutput: 0 },
    ...{ marks: [], calls: new Map(), state: EMPTY_JOURNAL },
  }
  if (!existsSync(path)) return index
  const marks: Mark[] = []
  const calls: ModelCalled[] = []
  let sequence = 0
  let last: Buffer | null = null
  for await (const { line, start, end } of journalLines(path, 0, Number.POSITIVE_INFINITY)) {
    if (isFact(line)) {
      if (sequence % MARK_EVERY === 0) marks.push({ offset: start, output: numbersOf(line).output })
      const call = parseModelCall(line)
      if (call !== null) calls.push(call)
      sequence += 1
      last = line
      continue
    }
    const state = parseState(line)
    if (state === null) break
    index.marks.push(...marks.splice(0))
    for (const call of calls.splice(0)) rememberCall(index, countedCall(index.calls.get(call.requestId), call))
    const lastOutput = last === null ? 0 : numbersOf(last).output
    Object.assign(index, { bytes: end, lastSequence: sequence, lastOutput, state })
  }
  return index
}

export function rememberCall({ calls }: JournalIndex, call: ModelCalled): void {
  calls.delete(call.requestId)
  calls.set(call.requestId, call)
  const [oldest] = calls.keys()
  if (calls.size > MAX_CALLS && oldest !== undefined) calls.delete(oldest)
}

/**
 * Reads facts from a part of the file.
 * @param range the part, from one offset to another
 * @param pick maps a fact to a result; null skips the fact
 * @returns at most `limit` results
 */
export async function readFacts<T>(
  path: string,
  range: { start: number; end: number },
  limit: number,
  pick: (fact: StoredFact) => T | null,
): Promise<T[]> {
  const picked: T[] = []
  if (limit <= 0) return picked
  for await (const { line } of journalLines(path, range.start, range.end)) {
    const one = isFact(line) ? pick(parseFact(line)) : null
    if (one !== null && picked.push(one) >= limit) break
  }
  return picked
}

/** Yields the lines that have a line break. `readline` cannot be used: it also splits lines at U+2028, which JSON does not escape. */
export async function* journalLines(
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
