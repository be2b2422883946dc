import type { SessionFact } from '../../domain/session-facts.ts'
import { outputOf } from '../../domain/session-output.ts'
import type { JournalIndex } from './journal-file.ts'
import type { JournalState } from './journal-state.ts'
import type { ToldFact } from './told-fact.ts'

/** Facts that are no output are few and small, and costs and failures depend on them. They fit up to this multiple of the limit. */
const ROOM_BEYOND = 1.25

/**
 * R4: selects the new facts that are stored, and counts what has been dropped since the session began. Beyond the limit output is
 * dropped, and a notice says so once. Messages of Coppice always fit.
 */
export function withinLimit(
  { bytes, state }: JournalIndex,
  news: readonly ToldFact[],
  limitBytes: number,
): { kept: readonly ToldFact[]; dropped: JournalState['dropped'] } {
  const { dropped } = state
  const used = bytes + state.overflowBytes
  if (used < limitBytes) return { kept: news, dropped }
  const fits = ({ fact }: ToldFact): boolean =>
    fact.type === 'Noticed' || (!isOutput(fact) && used < limitBytes * ROOM_BEYOND)
  const kept = news.filter(fits)
  const beyond = news.filter((told) => !fits(told) && isOutput(told.fact))
  if (beyond.length === 0) return { kept, dropped }
  const more = beyond.reduce((sum, { fact }) => sum + Buffer.byteLength(outputOf(fact)?.text ?? '') + 1, 0)
  const first = dropped.lines === 0 ? [limitNotice(limitBytes)] : []
  return { kept: [...first, ...kept], dropped: { lines: dropped.lines + beyond.length, bytes: dropped.bytes + more } }
}

const OUTPUT: ReadonlySet<SessionFact['type']> = new Set(['Said', 'Thought', 'Printed', 'ToolCalled', 'ToolAnswered'])
const isOutput = ({ type }: SessionFact): boolean => OUTPUT.has(type)

const limitNotice = (limitBytes: number): ToldFact => ({
  fact: {
    type: 'Noticed',
    text: `The output has reached the limit of ${Math.round(limitBytes / 1024 / 1024)} MiB; what follows is counted, not stored.`,
  },
})
