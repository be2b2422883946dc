import type { TranscriptPart } from '../../domain/transcript.ts'
import { journalLines } from './journal-file.ts'
import { isFact, numbersOf, parseFact, parseState } from './journal-lines.ts'
import type { JournalState } from './journal-state.ts'

/** A part comes from about this number of bytes of the journal. So a reader blocks the event loop for one or two ms at a time (R4). */
const PART_BYTES = 128 * 1024

/**
 * Reads the facts of a journal in parts, from the file alone. It does not use the index of the journal, because a reader of many sessions
 * would displace the indexes of running ones. A batch without a state line does not count.
 *
 * @param after only facts with an output number above this are read
 * @param from the `start` of a part, before which there is no such fact. When no line begins there, such as in a journal whose facts were
 * removed meanwhile, the journal is read from its beginning.
 */
export async function* readTranscript(
  path: string,
  after: number,
  from = 0,
): AsyncGenerator<TranscriptPart, void, undefined> {
  let batch: Buffer[] = []
  let lines: Buffer[] = []
  let bytes = 0
  let state: JournalState | null = null
  let start = (await isLineStart(path, from)) ? from : 0
  for await (const { line, end } of journalLines(path, start, Number.POSITIVE_INFINITY)) {
    bytes += line.length
    if (isFact(line)) {
      if (after === 0 || numbersOf(line).output > after) batch.push(line)
      continue
    }
    const next = parseState(line)
    if (next === null) break
    state = next
    lines = lines.concat(batch)
    batch = []
    if (bytes < PART_BYTES) continue
    yield partOf(lines, start, state)
    start = end
    lines = []
    bytes = 0
  }
  if (state !== null) yield partOf(lines, start, state)
}

async function isLineStart(path: string, offset: number): Promise<boolean> {
  if (offset === 0) return true
  for await (const { end } of journalLines(path, offset - 1, offset)) return end === offset
  return false
}

const partOf = (
  lines: readonly Buffer[],
  start: number,
  { dropped, removed = false }: JournalState,
): TranscriptPart => ({
  facts: lines.map(parseFact),
  start,
  droppedLines: dropped.lines,
  isRemoved: removed,
})
