import type { LastLine } from '../view/row-note.ts'
import type { SessionView } from '../view/run-view.ts'
import type { Activity } from './use-activity.ts'

/** What the session's agent printed last. What is known of another session of the task says nothing about this one. */
export function lastLineOf(
  activity: ReadonlyMap<string, Activity>,
  taskKey: string,
  session: Pick<SessionView, 'id'> | null | undefined,
): LastLine {
  const agent = activity.get(taskKey)
  return session && agent?.sessionId === session.id ? agent.lastLine : undefined
}
