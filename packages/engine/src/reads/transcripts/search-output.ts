import { outputOf } from '../../domain/session-output.ts'
import type { OutputKind } from '../../domain/statuses.ts'
import { findIn, patternOf, type Snippet, withoutColours } from '../../domain/text-search.ts'
import type { TranscriptFact, TranscriptPart } from '../../domain/transcript.ts'
import type { Transcripts } from '../../ports/dispatch.ts'
import type { Log } from '../../ports/log.ts'
import type { InTurns } from './in-turns.ts'

export interface OutputSearch {
  /** The sessions to search, in the order of the matches. */
  sessions: readonly SearchedSession[]
  /** A plain text, which is found in any case. It is not empty. */
  text: string
  /** The most matches to return. */
  first: number
  /** Whether to read all sessions to their end, so that the counts are those of all matches. */
  countsAll: boolean
  /** When it aborts, the search ends and returns what it has found so far. */
  signal: AbortSignal
}

export interface SearchedSession {
  id: string
  /** Whether its agent has started, so that there must be facts. */
  hasBegun: boolean
  /** Only entries with a number above this are searched. When absent, all entries. */
  after?: number
  /** The `from` of the match with this number, so that the search begins near it. When absent, the session is read from its beginning. */
  from?: number
}

/** An entry of output that contains the text, however often. `sequence` is the number of the entry, and `at` is in ms since 1970. */
export interface OutputMatch extends Snippet {
  sessionId: string
  sequence: number
  at: number
  kind: OutputKind
  /** Where a search that continues after this match begins to read the session. */
  from: number
}

/**
 * Why a part of a session was not searched. `absent`: its facts are not on this machine. `removed`: the time for which output is kept is over.
 * `limit`: lines beyond the size limit of a session were not stored. `unreadable`: its file could not be read.
 */
export type Unsearched = 'absent' | 'removed' | 'limit' | 'unreadable'

export interface OutputSearchResult {
  matches: OutputMatch[]
  /** Whether there are more matches than `matches` has. */
  hasMore: boolean
  /** Whether all sessions were read to their end, so that `counts` and `unsearched` are complete. */
  isComplete: boolean
  /** The number of matches by the id of the session, for sessions that have any. */
  counts: ReadonlyMap<string, number>
  unsearched: readonly { sessionId: string; why: Unsearched }[]
}

export interface SearchParts {
  transcripts: Pick<Transcripts, 'transcript' | 'wholeText'>
  inTurns: InTurns
  log: Log
}

/** Searches the output of sessions. It reads their facts part by part and keeps only the matches of the page, so its memory is bounded (R4). */
export async function searchOutput(parts: SearchParts, search: OutputSearch): Promise<OutputSearchResult> {
  const { first, countsAll, signal } = search
  const pattern = patternOf(search.text)
  const matches: OutputMatch[] = []
  const counts = new Map<string, number>()
  const unsearched: { sessionId: string; why: Unsearched }[] = []
  let hasMore = false

  /** @returns false when the search is over */
  function take(sessionId: string, entry: Omit<OutputMatch, 'sessionId'>): boolean {
    counts.set(sessionId, (counts.get(sessionId) ?? 0) + 1)
    if (matches.length < first) matches.push({ sessionId, ...entry })
    else hasMore = true
    return countsAll || !hasMore
  }

  async function searchSession({ id, hasBegun, after = 0, from = 0 }: SearchedSession): Promise<boolean> {
    const found = await parts.transcripts.transcript(id, after, from)
    if (found === null) {
      if (hasBegun) unsearched.push({ sessionId: id, why: 'absent' })
      return true
    }
    let last: TranscriptPart | null = null
    for await (const part of parts.inTurns(found)) {
      last = part
      for (const fact of part.facts) {
        const entry = await matchOf(parts, id, fact, pattern, signal)
        if (signal.aborted || (entry !== null && !take(id, { ...entry, from: part.start }))) return false
      }
      if (signal.aborted) return false
    }
    const why = last && lackIn(last)
    if (why) unsearched.push({ sessionId: id, why })
    return true
  }

  for (const session of search.sessions) {
    const isToContinue = await searchSession(session).catch((err: unknown) => {
      parts.log.warn({ sessionId: session.id, err }, 'the output of a session could not be searched')
      unsearched.push({ sessionId: session.id, why: 'unreadable' })
      return true
    })
    if (!isToContinue) return { matches, hasMore, isComplete: false, counts, unsearched }
  }
  return { matches, hasMore, isComplete: true, counts, unsearched }
}

function lackIn({ isRemoved, droppedLines }: TranscriptPart): Unsearched | null {
  if (isRemoved) return 'removed'
  return droppedLines > 0 ? 'limit' : null
}

async function matchOf(
  { transcripts, inTurns }: SearchParts,
  sessionId: string,
  fact: TranscriptFact,
  pattern: RegExp,
  signal: AbortSignal,
): Promise<Omit<OutputMatch, 'sessionId' | 'from'> | null> {
  const output = outputOf(fact)
  if (output === null) return null
  const shown = findIn(withoutColours(output.text), pattern)
  const overflow = 'overflow' in fact ? fact.overflow : undefined
  const snippet =
    shown ??
    (overflow === undefined
      ? null
      : await findInPieces(inTurns(transcripts.wholeText(sessionId, overflow)), pattern, signal))
  return snippet && { sequence: fact.output, at: fact.at, kind: output.kind, ...snippet }
}

/** The number of characters of a piece that are searched again with the next piece, so that a match across both is found. A search text is shorter. */
const OVERLAP = 2000

async function findInPieces(
  pieces: AsyncIterable<string>,
  pattern: RegExp,
  signal: AbortSignal,
): Promise<Snippet | null> {
  let before = ''
  for await (const piece of pieces) {
    if (signal.aborted) return null
    const text = withoutColours(before + piece)
    const found = findIn(text, pattern)
    if (found) return found
    before = text.slice(-OVERLAP)
  }
  return null
}
