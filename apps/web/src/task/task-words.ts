import { taskSession } from '@coppice/run-model'
import { clashSentence } from '../run/view/clash-words.ts'
import { indexDependencies } from '../run/view/dependents.ts'
import { sessionElapsed, taskElapsed } from '../run/view/elapsed.ts'
import { rowNote } from '../run/view/row-note.ts'
import type { RunView, TaskView } from '../run/view/run-view.ts'
import { clock, plural } from '../words/format.ts'
import { type Sentence, strong } from '../words/sentence.ts'
import { sessionName } from '../words/session-words.ts'

/** The state of a task in words, for the head of its page. @param now null while the connection is lost */
export function taskState(task: TaskView, now: number | null): string {
  const session = taskSession(task)
  if (task.status === 'RUNNING' && session) {
    const kind = sessionName(session)
    return now === null ? `was in ${kind}` : `${kind}, ${clock(sessionElapsed(session, now))}`
  }
  if (task.status === 'PENDING') return task.scheduledFor !== null ? 'held' : 'waits'
  if (task.status === 'MERGING') return task.phase === null ? 'merging' : `merging, ${task.phase.toLowerCase()}`
  const took = taskElapsed(task, now ?? 0)
  return `${task.status}${took === null ? '' : ` after ${clock(took)}`}`
}

/** The second line at the head of a task's page: its description, why it has its state, and which tasks wait for it. */
export function taskCause(view: RunView, task: TaskView, now: number): Sentence {
  const index = indexDependencies(view.tasks)
  const behind = index.behind(task.key)
  const first = behind[0]
  const note = rowNote(view, index, task, undefined, now)
  const why =
    task.reason !== null && task.awaitedResource === null
      ? `. ${capitalized(task.reason)}`
      : (task.status === 'PENDING' || task.awaitedResource !== null) && note.kind === 'words'
        ? `. ${note.text}`
        : note.kind === 'after'
          ? `. Waits for ${note.needs.map(({ key }) => key).join(', ')}`
          : ''
  const waiting: Sentence =
    first && task.status !== 'COMPLETED'
      ? [
          '. Waiting for it: ',
          strong(first.key),
          ...(behind.length > 1 ? [` and ${plural(behind.length - 1, 'more', 'more')}`] : []),
        ]
      : []
  const clash = clashSentence(task)
  const clashing = clash === null ? '' : `. ${clash}`
  return [task.description.replace(/\.$/, ''), why.replace(/\.$/, ''), clashing, ...waiting]
}

/** A reason begins with a small letter, because it usually follows a colon. */
const capitalized = (reason: string): string => reason.charAt(0).toUpperCase() + reason.slice(1)

export const taskTitle = (view: RunView, task: TaskView): string =>
  `${task.key} ${task.status === 'RUNNING' ? `attempt ${task.attempts}` : task.status} · Run ${view.number}`
