import type { DurationEstimate, DurationRange, EstimateBasis, PastRun, PastTask } from '../domain/forecast.ts'
import { DEFAULT_TASK_SETTINGS, type TaskSettings } from '../domain/settings.ts'
import { movesTask } from '../domain/statuses.ts'
import { rangeOf } from './duration-range.ts'

export interface EstimatedTask {
  key: string
  epicKey: string
  agent: string
  /** The time limit of one attempt (S6). */
  timeoutMs: number
}

export const estimatedTask = (key: string, epicKey: string, { agent, timeoutMs }: TaskSettings): EstimatedTask => ({
  key,
  epicKey,
  agent: agent.kind,
  timeoutMs,
})

/** An epic or an agent with fewer past tasks gives no estimate for another task. For the project, one past task is enough. */
const ENOUGH = 3
/** The expected duration is the time limit divided by this. A person who limits a task to 30 min, the default, expects about 10 min. */
const SHARE_OF_LIMIT = 3

/**
 * Returns a function that estimates how long all sessions of a task together have a slot. The estimate comes from earlier runs of the task,
 * or else from earlier tasks of its epic, its agent or the project. Without any, it is a third of the task's time limit, and the range goes
 * from half to double this time. The order of `CONTINUOUS` and every forecast use these estimates.
 */
export function durationEstimates(past: readonly PastRun[]): (task: EstimatedTask) => DurationEstimate {
  const tasks = past.flatMap((run) => run.tasks)
  const byTask = grouped(tasks, (task) => task.key, 1)
  const byEpic = grouped(tasks, (task) => task.epicKey, ENOUGH)
  const byAgent = grouped(tasks, (task) => task.agent, ENOUGH)
  const ofProject = grouped(tasks, () => '', 1)
  return (task) => {
    const known = (basis: EstimateBasis, range: DurationRange | null) => range && { ...range, basis }
    return (
      known('TASK', byTask(task.key)) ??
      known('EPIC', byEpic(task.epicKey)) ??
      known('AGENT', byAgent(task.agent)) ??
      known('PROJECT', ofProject('')) ??
      fromPlan(task)
    )
  }
}

function fromPlan({ timeoutMs }: EstimatedTask): DurationEstimate {
  const likelyMs = Math.round(timeoutMs / SHARE_OF_LIMIT)
  const basis = timeoutMs === DEFAULT_TASK_SETTINGS.timeoutMs ? 'DEFAULT' : 'PLAN'
  return { lowMs: Math.round(likelyMs / 2), likelyMs, highMs: likelyMs * 2, basis }
}

/** Returns a function that gives the range of a group, or null if the group has fewer than `enough` tasks. */
function grouped(
  tasks: readonly PastTask[],
  groupOf: (task: PastTask) => string,
  enough: number,
): (group: string) => DurationRange | null {
  const groups = new Map<string, number[]>()
  for (const task of tasks) {
    const ms = workMs(task)
    if (ms === null) continue
    const group = groupOf(task)
    const members = groups.get(group)
    if (members) members.push(ms)
    else groups.set(group, [ms])
  }
  const ranges = new Map<string, DurationRange>()
  return (group) => {
    const members = groups.get(group)
    if (!members || members.length < enough) return null
    const range = ranges.get(group) ?? rangeOf(members)
    ranges.set(group, range)
    return range
  }
}

/**
 * Returns the total duration of a task's sessions in one run, in ms. This includes failed attempts and conflict sessions, because they
 * have a slot too.
 *
 * @returns null when no session finished the work, because the time until a failure says nothing about the time until success
 */
function workMs({ sessions }: PastTask): number | null {
  if (!sessions.some(({ kind, status }) => kind === 'WORK' && status === 'COMPLETED')) return null
  return sessions
    .filter(({ kind, status }) => movesTask(kind) && (status === 'COMPLETED' || status === 'ERROR'))
    .reduce((sum, { startedAt, endedAt }) => sum + Math.max(0, endedAt - startedAt), 0)
}
