import { movesTask, type SessionKind } from '../statuses.ts'

/**
 * Returns the newest session that moves the task. A LEARNING session does not move its task.
 *
 * @returns undefined when there is no such session
 */
export const taskSession = <S extends { kind: SessionKind }>({ sessions }: { sessions: readonly S[] }): S | undefined =>
  sessions.findLast(({ kind }) => movesTask(kind))
