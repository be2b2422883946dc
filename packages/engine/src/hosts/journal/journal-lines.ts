import type { NumberedFact, Printed, SessionFact } from '../../domain/session-facts.ts'
import { type OutputEntry, outputOf } from '../../domain/session-output.ts'
import { EMPTY_SUMMARY } from '../../domain/session-summary.ts'
import type { JournalState } from './journal-state.ts'

/**
 * The form of a journal: facts, one a line, and after each batch of them one line with the state. Lines of older versions stand in the
 * same file before them: each is an output entry, which has the number of its fact.
 */
const FACT_START = Buffer.from('{"sequence":')
const NUMBERS = /^\{"sequence":(\d+),(?:"output":(\d+))?/
/** What stands before the text of a fact is shorter than this. */
const HEAD_BYTES = 128
const MODEL_CALLED = Buffer.from('"type":"ModelCalled"')

/** `output` is the number of output entries up to this fact, its own included. */
export type StoredFact = { sequence: number; output: number; at: number } & SessionFact

/** The order of the keys is part of the form: `numbersOf` and `isModelCall` look at the beginning alone. */
export const factLine = ({ sequence, output, at, type, ...rest }: StoredFact): string =>
  `${JSON.stringify({ sequence, output, at, type, ...rest })}\n`
export const stateLine = (state: JournalState): string => `${JSON.stringify({ state })}\n`

export const isFact = (line: Buffer): boolean => line.subarray(0, FACT_START.length).equals(FACT_START)
export const isModelCall = (line: Buffer): boolean => line.subarray(0, HEAD_BYTES).includes(MODEL_CALLED)

export function numbersOf(line: Buffer): { sequence: number; output: number } {
  const [, sequence, output = sequence] = NUMBERS.exec(line.toString('latin1', 0, HEAD_BYTES)) ?? []
  return { sequence: Number(sequence), output: Number(output) }
}

export function parseFact(line: Buffer): StoredFact {
  const stored = JSON.parse(line.toString('utf8')) as StoredFact | OldEntry
  return 'type' in stored ? stored : { ...factOfOld(stored), output: stored.sequence }
}

export function numbered({ output: _, ...fact }: StoredFact): NumberedFact {
  return fact
}

export function entryOf({ output: sequence, ...fact }: StoredFact): OutputEntry | null {
  const output = outputOf(fact)
  return output && { sequence, at: fact.at, ...output }
}

/** @returns null when the line is no whole state. */
export function parseState(line: Buffer): JournalState | null {
  try {
    const { state } = JSON.parse(line.toString('utf8')) as { state?: JournalState | OldState }
    if (state === undefined || 'summary' in state) return state ?? null
    const { noChange, ...rest } = state
    return { ...rest, summary: { ...EMPTY_SUMMARY, noChange }, overflowBytes: 0 }
  } catch {
    return null
  }
}

/** What older versions stored. Their only agent was `command`, which reported no metrics. */
interface OldEntry {
  sequence: number
  at: number
  kind: 'STDOUT' | 'STDERR' | 'NOTICE'
  text: string
}

interface OldState extends Omit<JournalState, 'summary' | 'overflowBytes'> {
  noChange: boolean
}

function factOfOld({ kind, ...rest }: OldEntry): NumberedFact {
  if (kind === 'NOTICE') return { ...rest, type: 'Noticed' }
  const stream: Printed['stream'] = kind === 'STDOUT' ? 'stdout' : 'stderr'
  return { ...rest, type: 'Printed', stream }
}
