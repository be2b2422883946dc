import type { SessionMetrics } from '../../domain/records.ts'
import type { ModelCalled, NumberedFact, Printed, SessionFact } from '../../domain/session-facts.ts'
import { type OutputEntry, outputOf } from '../../domain/session-output.ts'
import { EMPTY_SUMMARY } from '../../domain/session-summary.ts'
import type { JournalState } from './journal-state.ts'

/**
 * The format of a journal: one fact per line, and after each batch of facts one line with the state. The file may begin with lines of an
 * older version, which contain entries of output. The number of such an entry is also the number of its fact.
 */
const SECOND_LETTER_OF_SEQUENCE = 'e'.charCodeAt(0)
const NUMBERS = /^\{"sequence":(\d+),(?:"output":(\d+))?/
/** The number of bytes at the start of a line that contain both numbers. */
const NUMBERS_BYTES = 64
const MODEL_CALLED = Buffer.from('"type":"ModelCalled"')

/** A fact with its numbers. `output` is the number of entries of output from the first fact to this one. */
export type StoredFact = { sequence: number; output: number; at: number } & SessionFact

/** Formats the line of a fact. The order of the keys must not change, because `isFact` and `numbersOf` read only the start of a line. */
export const factLine = (sequence: number, output: number, at: number, fact: SessionFact): string =>
  `${JSON.stringify({ sequence, output, at, ...fact })}\n`
export const stateLine = (state: JournalState): string => `${JSON.stringify({ state })}\n`

/**
 * Returns whether a line is a fact and not a state. Scans of a journal call this for each line, so the function compares only one byte: the
 * first in which `{"sequence":` and `{"state":` differ.
 */
export const isFact = (line: Buffer): boolean => line[3] === SECOND_LETTER_OF_SEQUENCE

/** Parses the line of a model call. @returns null when the fact in the line is not a model call */
export function parseModelCall(line: Buffer): ModelCalled | null {
  if (!line.includes(MODEL_CALLED)) return null
  const fact = parseFact(line)
  return fact.type === 'ModelCalled' ? fact : null
}

export function numbersOf(line: Buffer): { sequence: number; output: number } {
  const [, sequence, output = sequence] = NUMBERS.exec(line.toString('latin1', 0, NUMBERS_BYTES)) ?? []
  return { sequence: Number(sequence), output: Number(output) }
}

export function parseFact(line: Buffer): StoredFact {
  const stored = JSON.parse(line.toString('utf8')) as StoredFact | OldEntry
  return 'type' in stored ? stored : { ...factOfOld(stored), output: stored.sequence }
}

export function numbered({ output: _, ...fact }: StoredFact): NumberedFact {
  return fact
}

/** Converts a fact to an entry of output. @returns null when the fact is not output */
export function entryOf(fact: StoredFact): OutputEntry | null {
  const output = outputOf(fact)
  return output && { sequence: fact.output, at: fact.at, kind: output.kind, text: output.text }
}

/** Parses the state of a journal. @returns null when the line is not a complete state */
export function parseState(line: Buffer): JournalState | null {
  try {
    const { state } = JSON.parse(line.toString('utf8')) as { state?: JournalState | OldState }
    if (state === undefined) return null
    if ('summary' in state) return { ...state, summary: { ...EMPTY_SUMMARY, ...state.summary } }
    const { metrics, noChange, ...rest } = state
    return { ...rest, summary: { ...EMPTY_SUMMARY, metrics, noChange }, overflowBytes: 0 }
  } catch {
    return null
  }
}

/** An entry of output, as older versions stored it. */
interface OldEntry {
  sequence: number
  at: number
  kind: 'STDOUT' | 'STDERR' | 'NOTICE'
  text: string
}

interface OldState extends Omit<JournalState, 'summary' | 'overflowBytes'> {
  metrics: SessionMetrics
  noChange: boolean
}

function factOfOld({ kind, ...rest }: OldEntry): NumberedFact {
  if (kind === 'NOTICE') return { ...rest, type: 'Noticed' }
  const stream: Printed['stream'] = kind === 'STDOUT' ? 'stdout' : 'stderr'
  return { ...rest, type: 'Printed', stream }
}
