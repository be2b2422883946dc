import { isTaskEnded, isTaskUnmet } from '../domain/statuses.ts'
import { closableBatches, openableBatches, presentBatches } from './batches.ts'
import { holdBack } from './holds.ts'
import { laneHolders } from './lanes.ts'
import { type NeedsMet, needsMet } from './needs.ts'
import type { Decision, Snapshot, TaskState } from './snapshot.ts'

/**
 * What to do now, in the order in which to do it. Pure: same snapshot, same decisions. It answers with what is possible at once;
 * the caller does it and asks again after every change.
 */
export function decide(snapshot: Snapshot): Decision[] {
  const { intent } = snapshot
  if (intent === 'stopping') return []
  const ends = intent === 'cancelling' ? cancelAll(snapshot) : cancelRequested(snapshot)
  if (ends.length > 0) return ends
  const skips = skipUnmet(snapshot)
  if (skips.length > 0) return skips
  if (snapshot.batches.every((batch) => batch.state === 'closed')) return intent === 'paused' ? [] : [{ do: 'finish' }]
  const met = needsMet(snapshot)
  const moves = moveBatches(snapshot, met)
  if (moves.length > 0) return moves
  return intent === 'cancelling' ? [] : advance(snapshot, met)
}

/** No agent works on it, and no merge of it is under way: those end by themselves. */
const isAtRest = (task: TaskState): boolean =>
  task.state !== 'ended' && task.state !== 'alive' && task.state !== 'merging'

const cancelOf = (task: TaskState): Decision => ({ do: 'cancel', key: task.key })

/** C2 */
const cancelAll = ({ tasks }: Snapshot): Decision[] => tasks.filter(isAtRest).map(cancelOf)

/** S7 */
const cancelRequested = ({ tasks }: Snapshot): Decision[] =>
  tasks.filter((task) => task.cancelRequested && isAtRest(task)).map(cancelOf)

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

function moveBatches(snapshot: Snapshot, met: NeedsMet): Decision[] {
  const closes = closableBatches(snapshot).map((number): Decision => ({ do: 'close-batch', number }))
  if (closes.length > 0 || snapshot.intent === 'paused') return closes
  return openableBatches(snapshot, met).map((number) => ({ do: 'open-batch', number }))
}

function advance(snapshot: Snapshot, met: NeedsMet): Decision[] {
  const { intent, maxConcurrency } = snapshot
  const present = presentBatches(snapshot)
  const tasks = snapshot.tasks.filter((task) => present.has(task.batch))
  const kept = tasks.filter((task) => task.state === 'kept' && met(task))
  if (kept.length > 0) return kept.map((task) => ({ do: 'queue-kept', key: task.key }))
  const merge = nextMerge(snapshot)
  if (intent === 'paused') return merge
  const alive = snapshot.tasks.filter((task) => task.state === 'alive').length
  const { holds, isHeld } = holdBack(snapshot, () => startable(snapshot, tasks, met, ANY_TIME))
  const ready = startable(snapshot, tasks, met, isDue(snapshot.now)).filter((task) => !isHeld(task))
  const starts = ready.slice(0, Math.max(0, maxConcurrency - alive)).map((task) => startOf(snapshot, task))
  return [...merge, ...holds, ...starts, ...nextWake(snapshot, tasks)]
}

/**
 * D1: one merge at a time. `BATCHES`: in plan order, as the prefix of ended tasks grows, never in completion order (S2); a batch
 * beyond a reopened one has a prefix of its own (S7). `CONTINUOUS`: whatever has finished.
 */
function nextMerge({ strategy, batches, tasks, merging }: Snapshot): Decision[] {
  if (merging) return []
  const open = batches.filter((batch) => batch.state === 'open').map((batch) => batch.number)
  const heads =
    strategy === 'CONTINUOUS'
      ? tasks
      : open.map((number) => tasks.find((task) => task.batch === number && task.state !== 'ended'))
  const next = heads.find((task) => task?.state === 'finished')
  return next ? [{ do: 'merge', key: next.key }] : []
}

type AtItsTime = (task: TaskState) => boolean

const isDue =
  (now: number): AtItsTime =>
  ({ notBefore }) =>
    notBefore === null || notBefore <= now

const ANY_TIME: AtItsTime = () => true

/** Who may have a slot: conflict sessions first, for others' merges wait behind them, then by the strategy's order. */
function startable(snapshot: Snapshot, tasks: readonly TaskState[], met: NeedsMet, inTime: AtItsTime): TaskState[] {
  const waits = (task: TaskState) => task.state === 'waiting' && inTime(task) && met(task)
  const conflicts = (task: TaskState) => task.state === 'conflicted' && inTime(task)
  if (snapshot.mode === 'SEQUENTIAL') {
    const next = tasks.find((task) => task.state !== 'ended')
    return next && (waits(next) || conflicts(next)) ? [next] : []
  }
  const waiting = tasks.filter(waits).filter(inItsLane(snapshot, tasks, met))
  if (snapshot.strategy === 'CONTINUOUS') waiting.sort((a, b) => b.pathLength - a.pathLength)
  return [...tasks.filter(conflicts), ...waiting]
}

/** I1 */
function inItsLane(snapshot: Snapshot, tasks: readonly TaskState[], met: NeedsMet): (task: TaskState) => boolean {
  if (snapshot.isolation === 'TASK') return () => true
  const holders = laneHolders(snapshot, new Set(tasks), met)
  return (task) => holders.get(task.epic) === task.key
}

function startOf(snapshot: Snapshot, task: TaskState): Decision {
  if (task.state === 'conflicted') return { do: 'resolve', key: task.key }
  const fromTip = snapshot.mode === 'SEQUENTIAL' || snapshot.strategy === 'CONTINUOUS' || task.startsFromTip
  const own = snapshot.isolation === 'EPIC' ? 'lane' : 'batch'
  return { do: 'start', key: task.key, from: fromTip ? 'tip' : own }
}

/** Something that backs off or is held must wake the run by itself. */
function nextWake(snapshot: Snapshot, tasks: readonly TaskState[]): Decision[] {
  const times = tasks
    .filter((task) => task.state === 'waiting' || task.state === 'conflicted')
    .map((task) => task.notBefore)
    .filter((time): time is number => time !== null && time > snapshot.now)
  return times.length > 0 ? [{ do: 'wake', at: Math.min(...times) }] : []
}

/** Nothing is under way that would lead to another decision by itself: with no decision left, the run would stand still for ever. */
export function isStuck(snapshot: Snapshot, decisions: readonly Decision[]): boolean {
  if (snapshot.intent === 'paused' || snapshot.merging || decisions.length > 0) return false
  const busy = snapshot.tasks.some((task) => task.state === 'alive' || task.state === 'merging')
  return !busy && !snapshot.tasks.every((task) => isTaskEnded(task.status))
}
