import { movesTask, type SessionKind } from '../statuses.ts'

/** @returns the newest session that moves the task, which excludes sessions beside it */
export const taskSession = <S extends { kind: SessionKind }>({ sessions }: { sessions: readonly S[] }): S | undefined =>
  sessions.findLast(({ kind }) => movesTask(kind))
