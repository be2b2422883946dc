import { movesTask, type SessionKind } from '../statuses.ts'

/** Returns the newest session that works on the task itself (`movesTask`), for example not a LEARNING session. */
export const taskSession = <S extends { kind: SessionKind }>({ sessions }: { sessions: readonly S[] }): S | undefined =>
  sessions.findLast(({ kind }) => movesTask(kind))
