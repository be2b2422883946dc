import { isTaskEnded, isTaskUnmet } from '../domain/statuses.ts'
import type { Decision, Snapshot, TaskState } from './snapshot.ts'

/**
 * What to do now, in the order in which to do it. Pure: same snapshot, same decisions. It answers with what is possible at once;
 * the caller does it and asks again after every change.
 */
export function decide(snapshot: Snapshot): Decision[] {
  if (snapshot.intent === 'stopping') return []
  const unblocked = snapshot.intent === 'cancelling' ? cancelWaiting(snapshot) : skipUnmet(snapshot)
  if (unblocked.length > 0) return unblocked
  const batch = snapshot.batches.find((candidate) => candidate.state !== 'closed')
  if (!batch) return [{ do: 'finish' }]
  if (batch.state === 'pending') return [{ do: 'open-batch', number: batch.number }]
  const tasks = snapshot.tasks.filter((task) => task.batch === batch.number)
  if (tasks.every((task) => task.state === 'ended')) return [{ do: 'close-batch', number: batch.number }]
  return snapshot.intent === 'cancelling' ? [] : advance(snapshot, tasks)
}

/** S4: what needs a task that ended unmerged is skipped at once, in whatever batch, and what needs that in turn. */
function skipUnmet(snapshot: Snapshot): Decision[] {
  const status = new Map(snapshot.tasks.map((task) => [task.key, task.status]))
  const decisions: Decision[] = []
  for (const task of snapshot.tasks) {
    if (task.state !== 'waiting' && task.state !== 'kept') continue
    const unmet = task.needs.find((need) => need.kind === 'HARD' && isTaskUnmet(status.get(need.key) ?? 'COMPLETED'))
    if (!unmet) continue
    status.set(task.key, 'SKIPPED')
    decisions.push({ do: 'skip', key: task.key, because: unmet.key })
  }
  return decisions
}

/** C2: what no agent works on ends now; what is alive or in the middle of a merge ends by itself. */
function cancelWaiting(snapshot: Snapshot): Decision[] {
  return snapshot.tasks
    .filter((task) => task.state !== 'ended' && task.state !== 'alive' && task.state !== 'merging')
    .map((task) => ({ do: 'cancel', key: task.key }))
}

function advance(snapshot: Snapshot, tasks: readonly TaskState[]): Decision[] {
  const kept = tasks.filter((task) => task.state === 'kept')
  if (kept.length > 0) return kept.map((task) => ({ do: 'queue-kept', key: task.key }))
  const merge = nextMerge(snapshot, tasks)
  const ready = readyTasks(snapshot, tasks)
  const alive = snapshot.tasks.filter((task) => task.state === 'alive').length
  const starts = ready.slice(0, Math.max(0, snapshot.maxConcurrency - alive))
  return [...merge, ...starts.map((task) => startOf(snapshot, task)), ...nextWake(snapshot, tasks)]
}

/** S2: merges are made in plan order, as the prefix of ended tasks grows, never in completion order. */
function nextMerge(snapshot: Snapshot, tasks: readonly TaskState[]): Decision[] {
  const next = tasks.find((task) => task.state !== 'ended')
  return next?.state === 'finished' && !snapshot.merging ? [{ do: 'merge', key: next.key }] : []
}

/** Who may have a slot now: conflict sessions first, for they hold the prefix, then plan order. */
function readyTasks(snapshot: Snapshot, tasks: readonly TaskState[]): TaskState[] {
  const due = (task: TaskState) =>
    task.state === 'waiting' && (task.notBefore === null || task.notBefore <= snapshot.now)
  if (snapshot.mode === 'SEQUENTIAL') {
    const next = tasks.find((task) => task.state !== 'ended')
    return next && (due(next) || next.state === 'conflicted') ? [next] : []
  }
  return [...tasks.filter((task) => task.state === 'conflicted'), ...tasks.filter(due)]
}

function startOf(snapshot: Snapshot, task: TaskState): Decision {
  if (task.state === 'conflicted') return { do: 'resolve', key: task.key }
  const fromTip = snapshot.mode === 'SEQUENTIAL' || task.startsFromTip
  return { do: 'start', key: task.key, from: fromTip ? 'tip' : 'batch' }
}

/** Something that backs off must wake the run by itself. */
function nextWake(snapshot: Snapshot, tasks: readonly TaskState[]): Decision[] {
  const times = tasks
    .filter((task) => task.state === 'waiting')
    .map((task) => task.notBefore)
    .filter((time): time is number => time !== null && time > snapshot.now)
  return times.length > 0 ? [{ do: 'wake', at: Math.min(...times) }] : []
}

/** Nothing is under way that would lead to another decision by itself: with no decision left, the run would stand still for ever. */
export function isStuck(snapshot: Snapshot, decisions: readonly Decision[]): boolean {
  const busy = snapshot.tasks.some((task) => task.state === 'alive' || task.state === 'merging')
  return (
    !busy && !snapshot.merging && decisions.length === 0 && !snapshot.tasks.every((task) => isTaskEnded(task.status))
  )
}
