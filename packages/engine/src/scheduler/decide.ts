import { ClosedKeys } from './closed-keys.ts'
import { dueWarning } from './free-budget.ts'
import { FreeMeans } from './free-means.ts'
import { arePathsDistinct, keepApart } from './keep-apart.ts'
import type { Ask, RunIndex } from './run-index/run-index.ts'
import type { Circumstances, Decision, Shortage, TaskState, WantedSession } from './snapshot.ts'

/**
 * Returns what the run's owner has to do now, in this order. The caller carries out the decisions, updates the index, and calls this again
 * after every change. The function is pure: the same run in the same circumstances leads to the same decisions.
 */
export function decide(run: RunIndex, now: Circumstances): Decision[] {
  const { intent } = now
  if (intent === 'stopping') return []
  const cancelled = intent === 'cancelling' ? run.idle() : run.cancelRequested()
  if (cancelled.length > 0) return cancelled.map(({ key }) => ({ do: 'cancel', key }))
  const skipped = run.toSkip()
  if (skipped.length > 0) return skipped.map(({ key, because }) => ({ do: 'skip', key, because }))
  if (run.allBatchesClosed) return finishRun(run, now)
  const moves = moveBatches(run, now)
  if (moves.length > 0) return moves
  return intent === 'cancelling' ? [] : advance(run, now)
}

/**
 * The run ends only after the sessions beside its tasks, such as LEARNING sessions, have ended. Those that cannot start now, because their
 * provider is on hold or the budget is too small, do not start: nothing depends on them, so the run does not wait for them.
 */
function finishRun(run: RunIndex, now: Circumstances): Decision[] {
  if (now.intent === 'paused') return nextDay(now)
  const wanted = now.intent === 'going' ? now.wanted : []
  const means = new FreeMeans(now)
  const isRich = means.budget.ceiling === null
  const beside = isRich ? startWanted(run, wanted, new ClosedKeys(now), means, freeSlots(now)) : []
  const starts = beside.filter((one) => one.do === 'start')
  if (starts.length > 0) return starts
  return now.alive > 0 ? [] : [{ do: 'finish' }]
}

function moveBatches(run: RunIndex, { intent }: Circumstances): Decision[] {
  const closable = run.closableBatches()
  if (closable.length > 0) return closable.map((number) => ({ do: 'close-batch', number }))
  if (intent === 'paused') return []
  return run.openableBatches().map((number) => ({ do: 'open-batch', number }))
}

function advance(run: RunIndex, now: Circumstances): Decision[] {
  const kept = run.keptAndReady()
  if (kept.length > 0) return kept.map(({ key }) => ({ do: 'queue-kept', key }))
  const merges = nextMerge(run, now)
  if (now.intent === 'paused') return [...merges, ...nextDay(now)]
  const warning = dueWarning(now)
  if (warning !== null) return [{ do: 'warn', percent: warning.percent, pot: warning.pot }]
  const { ceiling } = new FreeMeans(now).budget
  if (ceiling !== null) return [...merges, ...pauseAt(ceiling, run)]
  const closed = new ClosedKeys(now)
  const { holds, wakes } = holdBack(run, now, closed)
  const free = freeSlots(now)
  const { ready, means, awaits } = takeSlots(run, now, closed)
  const starts = ready.map((task) => startOf(run, task))
  const { refusal: shortage } = means.budget
  // Money that is too little for a task is not for sessions beside it, on which nothing depends.
  const beside = shortage === null ? startWanted(run, now.wanted, closed, means, free - starts.length) : []
  const isIdle = now.alive === 0 && starts.length === 0
  const pause = isIdle ? pauseFor(shortage) : []
  const until = shortage?.until ?? null
  const times = until === null ? wakes : [...wakes, until]
  return [...merges, ...holds, ...starts, ...awaits, ...beside, ...pause, ...nextWake(run, now, times)]
}

/**
 * At the limit, a run that only has to finish its merges needs no money. The sessions that the owner ends at the limit make their tasks
 * wait again, and then the run pauses. A session with an unknown cost must not start again before that, so the run pauses while it runs.
 */
const pauseAt = (shortage: Shortage, run: RunIndex): Decision[] =>
  run.wantsSession || (shortage.because === 'unpriced' && run.alive > 0) ? [{ do: 'pause', ...shortage }] : []

/** While a session runs, the run waits, because the session may return a part of its reservation. When none runs, only a person can help. */
const pauseFor = (shortage: Shortage | null): Decision[] => (shortage === null ? [] : [{ do: 'pause', ...shortage }])

/** A run that has paused because of the budget of a day continues on the next day. */
function nextDay({ resumesAt, now }: Circumstances): Decision[] {
  if (resumesAt === null || resumesAt === undefined) return []
  return now >= resumesAt ? [{ do: 'resume' }] : [{ do: 'wake', at: resumesAt }]
}

/** `keepApart` chooses from the tasks that are next for the free slots and from this many tasks after them. */
const LOOK_AHEAD = 16

/**
 * Returns the tasks that start now, the decisions that record for which resource a task waits, and the resources that are free after these
 * starts. A task that finds a resource full leaves its slot to the next task.
 */
function takeSlots(run: RunIndex, now: Circumstances, closed: ClosedKeys) {
  const found = new Map<string, string | null>()
  const ask = { dueAt: now.now, isNow: true, accepts: (keys: readonly string[]) => closed.areOpen(keys) }
  const inOrder = { means: new FreeMeans(now), tasks: [] as TaskState[] }
  inOrder.tasks = run.startable({
    ...{ ...ask, count: freeSlots(now) },
    take(task) {
      const full = inOrder.means.resources.full(task.waitsFor)
      if (full !== undefined) found.set(task.key, full)
      return inOrder.means.take(task)
    },
  })
  const { tasks: ready, means } = apart(run, now, ask, inOrder)
  const starting = new Set(ready)
  for (const task of run.awaiting())
    if (!found.has(task.key)) found.set(task.key, means.resources.full(task.waitsFor) ?? null)
  const changed = [...found].filter(([key, awaits]) => !starting.has(run.task(key)) && run.task(key).awaits !== awaits)
  return { ready, means, awaits: changed.map(([key, awaits]): Decision => ({ do: 'await', key, awaits })) }
}

interface Taken {
  tasks: TaskState[]
  means: FreeMeans
}

/**
 * With `CONTINUOUS`, returns other tasks in place of those that probably change the same paths as a running task (`keepApart`). It returns
 * as many tasks as `inOrder` has. With `BATCHES` all tasks of a batch start from one commit, so the order of their starts avoids no
 * conflict (S2).
 */
function apart(run: RunIndex, now: Circumstances, ask: Omit<Ask, 'count'>, inOrder: Taken): Taken {
  const slots = freeSlots(now)
  if (run.strategy !== 'CONTINUOUS' || slots === 0 || inOrder.tasks.length < slots) return inOrder
  const running = run.running()
  if (arePathsDistinct([...running, ...inOrder.tasks])) return inOrder
  const means = new FreeMeans(now)
  const candidates = run.startable({ ...ask, count: slots + LOOK_AHEAD })
  const tasks = keepApart(candidates, running, slots, means)
  return tasks.length === slots ? { tasks, means } : inOrder
}

const freeSlots = ({ maxConcurrency, alive }: Circumstances): number => Math.max(0, maxConcurrency - alive)

/**
 * Starts the `wanted` sessions in slots that no task takes now. Unless a session has needs of its own, it waits for the same keys as its task, and
 * holds the same resources.
 */
function startWanted(
  run: RunIndex,
  wanted: readonly WantedSession[],
  closed: ClosedKeys,
  means: FreeMeans,
  slots: number,
): Decision[] {
  const needsOf = ({ key, needs }: WantedSession) => needs ?? run.task(key)
  const lastKeyOf = (one: WantedSession) => closed.lastOf(needsOf(one).waitsFor)
  const open = wanted.filter((one) => lastKeyOf(one) === undefined)
  const starts: WantedSession[] = []
  for (const one of open) if (starts.length < slots && means.take(needsOf(one))) starts.push(one)
  const wakes = wanted.flatMap((one) => lastKeyOf(one)?.opensAt ?? []).filter(Number.isFinite)
  return [
    ...starts.map(({ kind, key }): Decision => ({ do: 'start', kind, key, from: 'tip' })),
    ...(wakes.length > 0 ? [{ do: 'wake', at: Math.min(...wakes) } as const] : []),
  ]
}

/** A run makes one merge at a time (D1). */
function nextMerge(run: RunIndex, { merging }: Circumstances): Decision[] {
  const next = merging ? undefined : run.nextMerge()
  return next ? [{ do: 'merge', key: next.key }] : []
}

/**
 * Returns a decision for each task that would start if no key were closed, and whose keys open at a known time. It returns at most
 * `maxConcurrency` tasks for each key, because the others wait for a slot anyway. A task whose back-off ends later is not among them.
 * `wakes` contains the times at which these keys open, in ms.
 */
function holdBack(run: RunIndex, { maxConcurrency }: Circumstances, closed: ClosedKeys) {
  const holds: Decision[] = []
  const wakes: number[] = []
  for (const { key: waitsFor, opensAt: until } of closed.timed) {
    const accepts = (keys: readonly string[]) => closed.lastOf(keys)?.key === waitsFor
    const tasks = run.startable({ count: maxConcurrency, dueAt: until, isNow: false, accepts })
    if (tasks.length > 0) wakes.push(until)
    for (const { key, notBefore } of tasks)
      if ((notBefore ?? 0) < until) holds.push({ do: 'hold', key, waitsFor, until })
  }
  return { holds, wakes }
}

function startOf({ mode, strategy, isolation }: RunIndex, { key, state, startsFromTip }: TaskState): Decision {
  if (state === 'conflicted') return { do: 'start', kind: 'CONFLICT', key, from: 'work' }
  const fromTip = mode === 'SEQUENTIAL' || strategy === 'CONTINUOUS' || startsFromTip
  const own = isolation === 'EPIC' ? 'lane' : 'batch'
  return { do: 'start', kind: 'WORK', key, from: fromTip ? 'tip' : own }
}

/**
 * Returns when to decide again although nothing has happened: at the end of a back-off or a hold. A wake that is too early does no harm.
 */
function nextWake(run: RunIndex, { now }: Circumstances, others: readonly number[]): Decision[] {
  const times = [...run.nextTimes(now), ...others]
  return times.length > 0 ? [{ do: 'wake', at: Math.min(...times) }] : []
}

/**
 * @returns whether the run would never continue: there is no decision, nothing in progress that would lead to one, and no task that would
 * start if its keys were open
 */
export function isStuck(run: RunIndex, now: Circumstances, decisions: readonly Decision[]): boolean {
  if (now.intent === 'paused' || now.intent === 'stopping' || now.merging || decisions.length > 0) return false
  if (now.alive > 0 || run.isBusy || run.unended === 0) return false
  const closed = new ClosedKeys(now)
  const accepts = (keys: readonly string[]) => !closed.areOpen(keys)
  return run.startable({ count: 1, dueAt: Number.POSITIVE_INFINITY, isNow: false, accepts }).length === 0
}
