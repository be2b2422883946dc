import { type SessionKind, taskSession } from '@coppice/run-model'
import { isTaskEnded, type MarkStatus } from '../../marks/statuses.ts'
import { ordinal, plural, shortCommit, timeToCome } from '../../words/format.ts'
import type { DependencyIndex } from './dependents.ts'
import { questionsOf } from './open-questions.ts'
import { markOf, type RunView, type TaskView } from './run-view.ts'

/** The second line of a task's row: its activity, its result, or what it waits for. */
export type RowNote =
  | { kind: 'words'; text: string }
  /** The text in the font of a terminal, such as a line of output or a commit. */
  | { kind: 'mono'; text: string }
  /** The agent waits for the answer to this question. */
  | { kind: 'asks'; text: string }
  /** The tasks that this task waits for. */
  | { kind: 'after'; needs: readonly { key: string; status: MarkStatus }[] }

/** @returns the note as text, without the marks of the statuses. */
export const noteWords = (note: RowNote): string =>
  note.kind === 'after' ? `waits for ${note.needs.map(({ key }) => key).join(', ')}` : note.text

/** The last line that the agent printed. It is null when the agent has printed nothing, and undefined when the line is unknown. */
export type LastLine = string | null | undefined

const words = (text: string): RowNote => ({ kind: 'words', text })

function queueNote(view: RunView, task: TaskView): RowNote {
  if (view.status === 'PAUSED')
    return words(view.resumesAt === null ? 'Waits until the run is resumed' : 'Waits until the run continues')
  if (task.awaitedResource !== null) return words(`Waits for ${inUse(view, task.awaitedResource)}`)
  const line = view.tasks.filter(
    (other) => other.batchNumber === task.batchNumber && other.status === 'PENDING' && other.scheduledFor === null,
  )
  const place = line.findIndex((other) => other.key === task.key) + 1
  const where = place <= 1 ? 'next in line' : `${ordinal(place)} in line`
  if (view.mode === 'SEQUENTIAL') return words(`Waits for its turn and is ${where}`)
  const who = task.attempts > 0 ? `Its ${ordinal(task.attempts + 1)} attempt waits` : 'Waits'
  return words(`${who} for a slot and is ${where}`)
}

/** If a resource has more holders than this, their number is shown instead of their names. */
const MOST_HOLDERS = 2

/** Names a resource and the tasks that hold it. */
function inUse(view: RunView, resource: string): string {
  const holders = view.tasks.filter(({ status, uses }) => status === 'RUNNING' && uses.includes(resource))
  const keys = holders.map(({ key }) => key)
  const who = keys.length > MOST_HOLDERS ? plural(keys.length, 'task') : keys.join(' and ')
  return `${resource}${who === '' ? '' : `, which ${who} ${keys.length === 1 ? 'uses' : 'use'}`}`
}

function waitingNote(view: RunView, index: DependencyIndex, task: TaskView, now: number): RowNote {
  if (task.scheduledFor !== null)
    return words(
      `Its ${ordinal(task.attempts + 1)} attempt starts at ${timeToCome(task.scheduledFor, now)}${task.reason ? `: ${task.reason}` : ''}`,
    )
  if (task.phase === 'QUEUE') return queueNote(view, task)
  const needs = task.dependsOn.flatMap(({ key }) => {
    const needed = index.task(key)
    return needed && !isTaskEnded(needed.status) ? [{ key, status: markOf(needed) }] : []
  })
  if (needs.length > 0) return { kind: 'after', needs }
  const open = view.batches.some((batch) => batch.number === task.batchNumber && batch.status === 'RUNNING')
  return open ? queueNote(view, task) : words(`Starts with batch ${task.batchNumber}`)
}

function mergingNote(view: RunView, task: TaskView): RowNote {
  if (task.awaitedResource !== null) return words(`Its conflict session waits for ${inUse(view, task.awaitedResource)}`)
  if (task.phase === 'VERIFY') return words('Verify runs on its merged work')
  if (task.phase === 'MERGE') return words(`Merges into ${view.branch}`)
  if (view.strategy === 'CONTINUOUS') return words('Waits in the merge queue')
  const before = view.tasks.find(
    (other) => other.batchNumber === task.batchNumber && !isTaskEnded(other.status) && other.key !== task.key,
  )
  const earlier = before && view.tasks.indexOf(before) < view.tasks.indexOf(task)
  return words(earlier ? `Waits for ${before.key}, which is earlier in plan order` : 'Waits in the merge queue')
}

function runningNote(task: TaskView, lastLine: LastLine): RowNote {
  const asked = questionsOf(task)[0]
  if (asked) return { kind: 'asks', text: `Waits for your answer: ${asked.question.text}` }
  if (lastLine) return { kind: 'mono', text: lastLine }
  if (task.phase === 'SETUP') return words('Sets up its worktree')
  const session = taskSession(task)
  const activity = session?.status === 'RUNNING' ? ACTIVITY[session.kind](task) : null
  return words(activity ?? (lastLine === null ? 'No output yet' : 'Its agent is running'))
}

/** Describes, by kind of session, what the agent is doing. The result is null when only the output of the agent shows what it is doing. */
const ACTIVITY: Record<SessionKind, (task: TaskView) => string | null> = {
  WORK: () => null,
  CONFLICT: ({ conflictFiles }) => `Resolves the conflict in ${plural(conflictFiles.length, 'file')}`,
  LEARNING: () => null,
}

function completedNote(task: TaskView): RowNote {
  const commit = task.commit === null ? null : shortCommit(task.commit)
  if (task.attempts > 1)
    return words(
      `Its ${ordinal(task.attempts)} attempt ${commit === null ? 'needed no change' : `is merged as ${commit}`}`,
    )
  return commit === null ? words('It needed no change') : { kind: 'mono', text: commit }
}

export function rowNote(
  view: RunView,
  index: DependencyIndex,
  task: TaskView,
  lastLine: LastLine,
  now: number,
): RowNote {
  switch (task.status) {
    case 'RUNNING':
      return runningNote(task, lastLine)
    case 'MERGING':
      return mergingNote(view, task)
    case 'COMPLETED':
      return completedNote(task)
    case 'CONFLICT':
      return words(
        task.conflictFiles.length > 0 ? `Conflict in ${task.conflictFiles.join(', ')}` : (task.reason ?? 'Conflict'),
      )
    case 'FAILED':
    case 'SKIPPED':
    case 'CANCELLED':
      return words(task.reason ?? task.status)
    default:
      return waitingNote(view, index, task, now)
  }
}
