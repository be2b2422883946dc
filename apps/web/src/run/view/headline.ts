import { isRunEnded, isUnderWay } from '../../marks/statuses.ts'
import { clock, plural, timeToCome } from '../../words/format.ts'
import { type Sentence, strong } from '../../words/sentence.ts'
import { countTasks } from './counts.ts'
import { indexDependencies } from './dependents.ts'
import { expectedEnd } from './expected-end.ts'
import { openQuestions } from './open-questions.ts'
import type { RunView, TaskView } from './run-view.ts'
import { timeLeftWords } from './time-left.ts'

/** The text at the head of a run's page: its state, its progress, and whether it needs a person. */
export interface Headline {
  /** The most important words. They are in bold. */
  head: string
  rest: string | null
  cause: Sentence
}

const BASE_FAILED = 'The base branch does not pass verify'

function presentBatch(view: RunView): number {
  const running = view.batches.find((batch) => batch.status === 'RUNNING')
  const pending = view.batches.find((batch) => batch.status === 'PENDING')
  return (running ?? pending)?.number ?? view.batches.length
}

/** At most this many task keys are shown. The other tasks are only counted. */
const MOST_NAMES = 2

function names(tasks: readonly TaskView[]): Sentence {
  const shown = tasks
    .slice(0, MOST_NAMES)
    .flatMap((task, i) => (i === 0 ? [strong(task.key)] : [', ', strong(task.key)]))
  return tasks.length > MOST_NAMES ? [...shown, ` and ${tasks.length - MOST_NAMES} more`] : shown
}

/** @returns the reason of the run's status, if it has one; otherwise the running task for which most other tasks wait. */
function runningCause(view: RunView): Sentence {
  if (view.reason !== null) return [`Run ${view.number}: ${view.reason}`]
  const behind = indexDependencies(view.tasks).behind
  const busy = view.tasks
    .filter((task) => isUnderWay(task.status))
    .map((task) => ({ task, waiting: behind(task.key).length }))
  const most = busy.reduce<(typeof busy)[number] | null>((a, b) => (a && a.waiting >= b.waiting ? a : b), null)
  const trouble = troubleWords(view)
  if (trouble.length > 0) return [`Run ${view.number}: `, ...trouble]
  if (most && most.waiting > 0)
    return [`Run ${view.number}: `, strong(most.task.key), ` holds back ${plural(most.waiting, 'task')}`]
  if (busy.length > 0)
    return [
      `Run ${view.number}: `,
      ...names(busy.map((entry) => entry.task)),
      ` in progress, no other task waits for ${busy.length > 1 ? 'them' : 'it'}`,
    ]
  return [`Run ${view.number}: no agent is running`]
}

/** Names the tasks that failed or are in conflict, and counts the tasks that were skipped because of them or of cancelled tasks. */
function troubleWords(view: RunView): Sentence {
  const failed = view.tasks.filter((task) => task.status === 'FAILED')
  const conflicts = view.tasks.filter((task) => task.status === 'CONFLICT')
  const { skipped } = countTasks(view.tasks)
  const parts: Sentence[] = []
  if (failed.length > MOST_NAMES) parts.push([`${failed.length} failed`])
  else if (failed.length > 0) parts.push([...names(failed), ' failed'])
  if (conflicts.length > MOST_NAMES) parts.push([`${conflicts.length} are in conflict`])
  else if (conflicts.length > 0)
    parts.push([...names(conflicts), conflicts.length > 1 ? ' are' : ' is', ' in conflict'])
  if (skipped > 0)
    parts.push([
      `${skipped} ${skipped === 1 ? 'was' : 'were'} skipped because of ${behindWhom(failed.length + conflicts.length)}`,
    ])
  return parts.flatMap((part, i) => (i === 0 ? part : [', ', ...part]))
}

function behindWhom(causes: number): string {
  if (causes === 0) return 'cancelled tasks'
  return causes > 1 ? 'them' : 'it'
}

/** The progress of a run with the strategy CONTINUOUS: the number of merged tasks. */
function mergedWords(view: RunView): string {
  const { completed, total } = countTasks(view.tasks)
  return `${completed} of ${total} merged`
}

function deliveredWords(view: RunView): string {
  const { completed, total } = countTasks(view.tasks)
  return `${completed} of ${total} ${view.delivery.status === 'DELIVERED' ? 'delivered' : 'merged'}`
}

function endedRest(view: RunView): string | null {
  const { needPerson, cancelled, completed } = countTasks(view.tasks)
  if (needPerson > 0) return `${needPerson} ${needPerson === 1 ? 'needs' : 'need'} you`
  if (view.status === 'CANCELLED') return cancelled > 0 ? `${cancelled} cancelled` : null
  if (completed > 0 && view.delivery.status === 'REFUSED') return 'the delivery was refused and needs you'
  if (completed > 0 && view.delivery.status === 'PENDING') return 'the delivery waits for you'
  if (view.delivery.status === 'UNDONE') return 'the delivery was undone'
  return null
}

function ended(view: RunView): Headline {
  const started = view.tasks.some((task) => task.attempts > 0 || task.status === 'COMPLETED')
  if (view.status === 'FAILED' && !started)
    return {
      head: 'Ended before its first session',
      rest: null,
      cause: [`Run ${view.number} FAILED: ${view.reason ?? BASE_FAILED}`],
    }
  const trouble = troubleWords(view)
  const reason: Sentence = view.reason ? [`: ${view.reason}`] : []
  // When Coppice could not start or continue the run, the reasons of its tasks do not say why. Only the reason of the run says it.
  const isCutShort = view.tasks.some((task) => task.reason?.startsWith('the run could not'))
  const why: Sentence = trouble.length > 0 && !isCutShort ? [': ', ...trouble] : reason
  const cause: Sentence = [`Run ${view.number} ${view.status}`, ...why]
  return { head: deliveredWords(view), rest: endedRest(view), cause }
}

interface Held {
  scheduledFor: number
  reason: string | null
}

/** @returns the held task that will start first; null when no task is held, and when a task is active. */
function heldTask(view: RunView, now: number): Held | null {
  if (view.tasks.some((task) => isUnderWay(task.status) && task.scheduledFor === null)) return null
  return view.tasks.reduce<Held | null>((first, { scheduledFor, reason }) => {
    if (scheduledFor === null || scheduledFor <= now) return first
    return first && first.scheduledFor <= scheduledFor ? first : { scheduledFor, reason }
  }, null)
}

const heldHeadline = (view: RunView, { scheduledFor, reason }: Held, now: number): Headline => ({
  head: `Held until ${timeToCome(scheduledFor, now)}`,
  rest: `agents start in ${clock(scheduledFor - now)}`,
  cause: [`Run ${view.number}${reason ? `: ${reason}` : ''}`],
})

/**
 * The headline of a paused run. Its running agents finish, their work is merged, and no other agent starts. A run that waits for the budget of
 * the next day continues by itself, unless a person holds it.
 */
function paused(view: RunView, now: number): Headline {
  const agents = view.tasks.filter((task) => task.status === 'RUNNING').length
  const why =
    view.reason !== null && view.reason !== 'paused'
      ? [`Run ${view.number} was paused: ${view.reason}. It`]
      : [`Run ${view.number}`]
  const place =
    agents > 0
      ? `${plural(agents, 'agent')} ${agents === 1 ? 'finishes' : 'finish'}`
      : `in batch ${presentBatch(view)} of ${view.batches.length}`
  if (view.resumesAt === null)
    return { head: 'Paused', rest: place, cause: [...why, ' starts no agents until you resume it. Merges continue.'] }
  return {
    head: `Paused until ${timeToCome(view.resumesAt, now)}`,
    rest: `continues in ${clock(Math.max(0, view.resumesAt - now))}`,
    cause: [...why, ' starts no agents until then. Hold it to keep it paused. Merges continue.'],
  }
}

/** Describes the state of a run. @param now null while the connection is lost; then no time is estimated */
export function headline(view: RunView, now: number | null): Headline {
  if (isRunEnded(view.status)) return ended(view)
  if (now === null)
    return {
      head:
        view.strategy === 'CONTINUOUS'
          ? mergedWords(view)
          : `Last seen in batch ${presentBatch(view)} of ${view.batches.length}`,
      rest: 'the time left is unknown',
      cause: [`Run ${view.number}, as it was when the connection was lost (event ${view.lastSequence})`],
    }
  if (view.status === 'CANCELLING') {
    const stopping = view.tasks.filter((task) => task.status === 'RUNNING').length
    return {
      head: 'Cancelling',
      rest: stopping > 0 ? `${plural(stopping, 'agent')} ${stopping === 1 ? 'has' : 'have'} to stop` : null,
      cause: [`Run ${view.number} starts no more agents. Merged work stays merged.`],
    }
  }
  if (view.status === 'PAUSED') return paused(view, now)
  if (view.status === 'PENDING' || view.startedAt === null)
    return {
      head: 'Starting',
      rest: null,
      cause: [
        `Run ${view.number} has ${plural(view.tasks.length, 'task')} in ${plural(view.batches.length, 'batch', 'batches')}`,
      ],
    }
  const held = heldTask(view, now)
  if (held) return heldHeadline(view, held, now)
  const questions = openQuestions(view).length
  const { left } = expectedEnd(view, now)
  const head =
    view.strategy === 'CONTINUOUS' ? mergedWords(view) : `Batch ${presentBatch(view)} of ${view.batches.length}`
  const rest = left === null ? null : timeLeftWords(left)
  return { head, rest: questions > 0 ? questionWords(questions) : rest, cause: runningCause(view) }
}

const questionWords = (count: number): string => (count === 1 ? '1 agent asks you' : `${count} agents ask you`)

function placeWords(view: RunView): string {
  const { completed, total } = countTasks(view.tasks)
  if (view.strategy === 'CONTINUOUS') return `${completed} of ${total}`
  return `${presentBatch(view)} of ${view.batches.length}`
}

/** @returns the title of the browser tab: the state of the run, then the run and the project. */
export function tabTitle(view: RunView): string {
  const { needPerson } = countTasks(view.tasks)
  const run = `Run ${view.number}`
  if (view.status === 'PAUSED') return `Paused · ${run} · ${view.projectName}`
  const questions = openQuestions(view).length
  const asks = questions > 0 ? `${questions} ${questions === 1 ? 'asks' : 'ask'} you · ` : ''
  if (!isRunEnded(view.status)) return `${asks}${placeWords(view)} · ${run} · ${view.projectName}`
  const needs = needPerson > 0 ? `${needPerson} need you · ` : ''
  return `${needs}${run} ${view.status} · ${view.projectName}`
}
