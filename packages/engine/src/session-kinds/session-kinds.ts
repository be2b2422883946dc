import type { SessionKind } from '../domain/statuses.ts'
import { conflictSession } from './conflict/conflict-session.ts'
import type { SessionKindRow } from './session-kind.ts'
import { workSession } from './work/work-session.ts'

export const SESSION_KINDS: Readonly<Record<SessionKind, SessionKindRow>> = {
  WORK: workSession,
  CONFLICT: conflictSession,
}
