import { isTaskEnded } from '../marks/statuses.ts'
import type { RunView, TaskView } from './run-view.ts'

/** What events do not carry: numbers of sessions, and where work is kept. */
export interface FetchedFacts {
  id: string
  branch: string | null
  commit: string | null
  sessions: readonly { id: string; number: number; metrics: { costUsd: number | null } }[]
}

/** Tasks about which something is shown that events did not tell. */
export const lackingFacts = (view: RunView): TaskView[] =>
  view.tasks.filter(
    (task) =>
      task.sessions.some((session) => session.number === null) ||
      (isTaskEnded(task.status) && task.status !== 'COMPLETED' && task.attempts > 0 && task.branch === null),
  )

/** A name for what is asked, so that the same is not asked twice. */
export const factsKey = (task: TaskView): string => `${task.id} ${task.sessions.length} ${task.status}`

/** Adds the facts; never touches a status, which only events may change (R2). */
export function withFacts(view: RunView, facts: FetchedFacts): RunView {
  const numbers = new Map(facts.sessions.map((session) => [session.id, session.number]))
  return {
    ...view,
    tasks: view.tasks.map((task) =>
      task.id === facts.id
        ? {
            ...task,
            branch: facts.branch,
            commit: task.commit ?? facts.commit,
            sessions: task.sessions.map((session) => ({
              ...session,
              number: numbers.get(session.id) ?? session.number,
            })),
          }
        : task,
    ),
  }
}
