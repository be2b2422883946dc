import type { SessionFact } from '../../domain/session-facts.ts'
import { outputOf } from '../../domain/session-output.ts'
import type { JournalIndex } from './journal-file.ts'
import type { JournalState } from './journal-state.ts'
import type { NewFact } from './new-fact.ts'

/**
 * When a journal has reached its limit, facts that are not output are still stored, until the journal has this multiple of the limit. Such
 * facts are few and small, and costs and failures are derived from them.
 */
const ROOM_BEYOND = 1.25

/**
 * Selects the new facts that are stored (R4: a journal has a size limit). When the journal is full, output is dropped, and a notice says so
 * once. Messages of Coppice are always stored.
 *
 * @returns the facts to store, and how much has been dropped since the session began
 */
export function withinLimit(
  { bytes, state }: JournalIndex,
  newFacts: readonly NewFact[],
  limitBytes: number,
): { kept: readonly NewFact[]; dropped: JournalState['dropped'] } {
  const { dropped } = state
  const used = bytes + state.overflowBytes
  if (used < limitBytes) return { kept: newFacts, dropped }
  const fits = ({ fact }: NewFact): boolean =>
    fact.type === 'Noticed' || (!isOutput(fact) && used < limitBytes * ROOM_BEYOND)
  const kept = newFacts.filter(fits)
  const beyond = newFacts.filter((one) => !fits(one) && isOutput(one.fact))
  if (beyond.length === 0) return { kept, dropped }
  const more = beyond.reduce((sum, { fact }) => sum + Buffer.byteLength(outputOf(fact)?.text ?? '') + 1, 0)
  const first = dropped.lines === 0 ? [limitNotice(limitBytes)] : []
  return { kept: [...first, ...kept], dropped: { lines: dropped.lines + beyond.length, bytes: dropped.bytes + more } }
}

const OUTPUT: ReadonlySet<SessionFact['type']> = new Set(['Said', 'Thought', 'Printed', 'ToolCalled', 'ToolAnswered'])
const isOutput = ({ type }: SessionFact): boolean => OUTPUT.has(type)

const limitNotice = (limitBytes: number): NewFact => ({
  fact: {
    type: 'Noticed',
    text: `The output has reached the limit of ${Math.round(limitBytes / 1024 / 1024)} MiB. Later lines are counted, but not stored.`,
  },
})
