import { isTaskEnded } from '../../marks/statuses.ts'
import type { FailureView, RunView, TaskView } from './run-view.ts'

/** What events do not carry: numbers and places of sessions, where work is kept, what was printed when it failed. */
export interface FetchedFacts {
  id: string
  branch: string | null
  commit: string | null
  lastFailure: FailureView | null
  sessions: readonly { id: string; number: number; startCommit: string; worktreePath: string }[]
}

const isUnmet = (task: TaskView): boolean => isTaskEnded(task.status) && task.status !== 'COMPLETED'

/** Tasks about which something is shown that events did not tell. */
export const lackingFacts = (view: RunView): TaskView[] =>
  view.tasks.filter(
    (task) =>
      task.sessions.some((session) => session.number === null) ||
      (isUnmet(task) && task.attempts > 0 && (task.branch === null || task.failure === null)),
  )

/** A name for what is asked, so that the same is not asked twice. */
export const factsKey = (task: TaskView): string => `${task.id} ${task.sessions.length} ${task.status}`

/** Adds the facts; never touches a status, which only events may change (R2). */
export function withFacts(view: RunView, facts: FetchedFacts): RunView {
  const fetched = new Map(facts.sessions.map((session) => [session.id, session]))
  const added = (task: TaskView): TaskView => ({
    ...task,
    branch: facts.branch,
    failure: facts.lastFailure,
    commit: task.commit ?? facts.commit,
    sessions: task.sessions.map((session) => ({ ...session, ...fetched.get(session.id) })),
  })
  return { ...view, tasks: view.tasks.map((task) => (task.id === facts.id ? added(task) : task)) }
}
