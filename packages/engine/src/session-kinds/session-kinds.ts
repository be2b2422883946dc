import type { SessionKind } from '../domain/statuses.ts'
import { conflictSession } from './conflict/conflict-session.ts'
import { learningSession } from './learning/learning-session.ts'
import type { SessionKindRow } from './session-kind.ts'
import { workSession } from './work/work-session.ts'

export type SessionKinds = ReadonlyMap<SessionKind, SessionKindRow>

/** The kinds of sessions of this version. To add a kind, add a folder and a row here. */
export const SESSION_KINDS: SessionKinds = new Map(
  [workSession, conflictSession, learningSession].map((row) => [row.kind, row]),
)

/** Returns the definition of a kind of sessions. @throws when this version has no such kind, because another version stored the session */
export function rowOf(kinds: SessionKinds, kind: SessionKind): SessionKindRow {
  const row = kinds.get(kind)
  if (!row)
    throw new Error(
      `another version of Coppice stored a session of the kind ${kind}, and this version does not know this kind. To continue, start that version`,
    )
  return row
}
