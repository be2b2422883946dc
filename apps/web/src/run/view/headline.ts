import { isRunEnded, isUnderWay } from '../../marks/statuses.ts'
import { clock, plural, timeToCome } from '../../words/format.ts'
import { type Said, strong } from '../../words/said.ts'
import { countTasks } from './counts.ts'
import { indexDependencies } from './dependents.ts'
import type { RunView, TaskView } from './run-view.ts'
import { timeLeft, timeLeftWords } from './time-left.ts'

/** What a person must see within two seconds: whether the run is well, where it is, and whether it needs them. */
export interface Headline {
  /** The most important words. */
  head: string
  rest: string | null
  cause: Said
}

const BASE_FAILED = 'The base branch does not pass verify'

function presentBatch(view: RunView): number {
  const running = view.batches.find((batch) => batch.status === 'RUNNING')
  const pending = view.batches.find((batch) => batch.status === 'PENDING')
  return (running ?? pending)?.number ?? view.batches.length
}

/** With more names than this, a count is shown. */
const MOST_NAMES = 2

function names(tasks: readonly TaskView[]): Said {
  const shown = tasks
    .slice(0, MOST_NAMES)
    .flatMap((task, i) => (i === 0 ? [strong(task.key)] : [', ', strong(task.key)]))
  return tasks.length > MOST_NAMES ? [...shown, ` and ${tasks.length - MOST_NAMES} more`] : shown
}

/** What Coppice says about the run, otherwise the running task for which most others wait. */
function runningCause(view: RunView): Said {
  if (view.reason !== null) return [`Run ${view.number}: ${view.reason}`]
  const behind = indexDependencies(view.tasks).behind
  const busy = view.tasks
    .filter((task) => isUnderWay(task.status))
    .map((task) => ({ task, waiting: behind(task.key).length }))
  const most = busy.reduce<(typeof busy)[number] | null>((a, b) => (a && a.waiting >= b.waiting ? a : b), null)
  const trouble = troubleWords(view)
  if (trouble.length > 0) return [`Run ${view.number}, `, ...trouble]
  if (most && most.waiting > 0)
    return [`Run ${view.number}, `, strong(most.task.key), ` holds back ${plural(most.waiting, 'task')}`]
  if (busy.length > 0) return [`Run ${view.number}, nothing waits for `, ...names(busy.map((entry) => entry.task))]
  return [`Run ${view.number}, no agent is running`]
}

/** Which tasks failed or are in conflict, and how many were skipped because of them or because of a cancelled task. */
function troubleWords(view: RunView): Said {
  const failed = view.tasks.filter((task) => task.status === 'FAILED')
  const conflicts = view.tasks.filter((task) => task.status === 'CONFLICT')
  const { skipped } = countTasks(view.tasks)
  const parts: Said[] = []
  if (failed.length > MOST_NAMES) parts.push([`${failed.length} failed`])
  else if (failed.length > 0) parts.push([...names(failed), ' failed'])
  if (conflicts.length > MOST_NAMES) parts.push([`${conflicts.length} in conflict`])
  else if (conflicts.length > 0)
    parts.push([...names(conflicts), conflicts.length > 1 ? ' are' : ' is', ' in conflict'])
  if (skipped > 0) parts.push([`${skipped} skipped because of ${behindWhom(failed.length + conflicts.length)}`])
  return parts.flatMap((part, i) => (i === 0 ? part : [', ', ...part]))
}

function behindWhom(causes: number): string {
  if (causes === 0) return 'what was cancelled'
  return causes > 1 ? 'them' : 'it'
}

/** With CONTINUOUS, the number of merged tasks shows the progress of the run. */
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
  if (completed > 0 && view.delivery.status === 'REFUSED') return 'delivery refused, it needs you'
  if (completed > 0 && view.delivery.status === 'PENDING') return 'delivery waits for you'
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
  const reason: Said = view.reason ? [`: ${view.reason}`] : []
  // Coppice could not start or continue the run: the reason of the run says why, and those of its tasks do not.
  const isCutShort = view.tasks.some((task) => task.reason?.startsWith('the run could not'))
  const why: Said = trouble.length > 0 && !isCutShort ? [': ', ...trouble] : reason
  const cause: Said = [`Run ${view.number} ${view.status}`, ...why]
  return { head: deliveredWords(view), rest: endedRest(view), cause }
}

interface Held {
  scheduledFor: number
  reason: string | null
}

/** The first held task that will start, when no agent is running and every other task waits for its time. */
function heldTask(view: RunView, now: number): Held | null {
  if (view.tasks.some((task) => isUnderWay(task.status) && task.scheduledFor === null)) return null
  return view.tasks.reduce<Held | null>((first, { scheduledFor, reason }) => {
    if (scheduledFor === null || scheduledFor <= now) return first
    return first && first.scheduledFor <= scheduledFor ? first : { scheduledFor, reason }
  }, null)
}

const heldHeadline = (view: RunView, { scheduledFor, reason }: Held, now: number): Headline => ({
  head: `Held until ${timeToCome(scheduledFor, now)}`,
  rest: `continues in ${clock(scheduledFor - now)}`,
  cause: [`Run ${view.number}${reason ? `, ${reason}` : ''}`],
})

/** A paused run: running agents finish and are merged, and nothing starts. */
function paused(view: RunView): Headline {
  const agents = view.tasks.filter((task) => task.status === 'RUNNING').length
  const why: Said = view.reason !== null && view.reason !== 'paused' ? [`: ${view.reason}`] : []
  return {
    head: 'Paused',
    rest:
      agents > 0
        ? `${plural(agents, 'agent')} ${agents === 1 ? 'finishes' : 'finish'}`
        : `in batch ${presentBatch(view)} of ${view.batches.length}`,
    cause: [`Run ${view.number}, merges continue; nothing starts until it is resumed`, ...why],
  }
}

/** The text at the head of the run's page. `now` is null while the clocks stand still; then there is no estimate. */
export function headline(view: RunView, now: number | null): Headline {
  if (isRunEnded(view.status)) return ended(view)
  if (now === null)
    return {
      head:
        view.strategy === 'CONTINUOUS'
          ? mergedWords(view)
          : `Was in batch ${presentBatch(view)} of ${view.batches.length}`,
      rest: 'time left unknown',
      cause: [`Run ${view.number}, as of event ${view.lastSequence}`],
    }
  if (view.status === 'CANCELLING') {
    const stopping = view.tasks.filter((task) => task.status === 'RUNNING').length
    return {
      head: 'Cancelling',
      rest: stopping > 0 ? `${plural(stopping, 'agent')} to stop` : null,
      cause: [`Run ${view.number}, nothing new starts; what is merged stays merged`],
    }
  }
  if (view.status === 'PAUSED') return paused(view)
  if (view.status === 'PENDING' || view.startedAt === null)
    return {
      head: 'Starting',
      rest: null,
      cause: [
        `Run ${view.number}, ${plural(view.tasks.length, 'task')} in ${plural(view.batches.length, 'batch', 'batches')}`,
      ],
    }
  const held = heldTask(view, now)
  if (held) return heldHeadline(view, held, now)
  const left = timeLeft(view, now)
  const head =
    view.strategy === 'CONTINUOUS' ? mergedWords(view) : `Batch ${presentBatch(view)} of ${view.batches.length}`
  return { head, rest: left === null ? null : timeLeftWords(left), cause: runningCause(view) }
}

function placeWords(view: RunView): string {
  const { completed, total } = countTasks(view.tasks)
  if (view.strategy === 'CONTINUOUS') return `${completed} of ${total}`
  return `${presentBatch(view)} of ${view.batches.length}`
}

/** The title of the browser tab: the state, then the run. */
export function tabTitle(view: RunView): string {
  const { needPerson } = countTasks(view.tasks)
  const run = `Run ${view.number}`
  if (view.status === 'PAUSED') return `Paused · ${run} · ${view.projectName}`
  if (!isRunEnded(view.status)) return `${placeWords(view)} · ${run} · ${view.projectName}`
  const needs = needPerson > 0 ? `${needPerson} need you · ` : ''
  return `${needs}${run} ${view.status} · ${view.projectName}`
}
