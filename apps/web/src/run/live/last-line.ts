import type { LastLine } from '../view/row-note.ts'
import type { SessionView } from '../view/run-view.ts'
import type { Activity } from './use-activity.ts'

/** The last output of the session's agent. Data about another session of the task is not used. */
export function lastLineOf(
  activity: ReadonlyMap<string, Activity>,
  taskKey: string,
  session: Pick<SessionView, 'id'> | null | undefined,
): LastLine {
  const agent = activity.get(taskKey)
  return session && agent?.sessionId === session.id ? agent.lastLine : undefined
}
