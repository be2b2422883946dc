import type { LastLine } from '../view/row-note.ts'
import type { SessionView } from '../view/run-view.ts'
import type { Activity } from './use-activity.ts'

/** Finds the last line of a session's output. @returns undefined when the line is unknown, or is of another session of the task. */
export function lastLineOf(
  activity: ReadonlyMap<string, Activity>,
  taskKey: string,
  session: Pick<SessionView, 'id'> | null | undefined,
): LastLine {
  const agent = activity.get(taskKey)
  return session && agent?.sessionId === session.id ? agent.lastLine : undefined
}
