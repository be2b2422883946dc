import { isInForce } from '../domain/provider.ts'
import type { RunIndex } from './run-index/run-index.ts'
import type { Circumstances, Decision, TaskState } from './snapshot.ts'

/**
 * Decides what to do now, in the order in which to do it. It is pure: the same run in the same circumstances leads to the same
 * decisions. It returns what is possible at once; the caller does it, updates the index and decides again after every change.
 */
export function decide(run: RunIndex, now: Circumstances): Decision[] {
  const { intent } = now
  if (intent === 'stopping') return []
  const cancelled = intent === 'cancelling' ? run.atRest() : run.cancelRequested()
  if (cancelled.length > 0) return cancelled.map(({ key }) => ({ do: 'cancel', key }))
  const doomed = run.doomed()
  if (doomed.length > 0) return doomed.map(({ key, because }) => ({ do: 'skip', key, because }))
  if (run.allBatchesClosed) return intent === 'paused' ? [] : [{ do: 'finish' }]
  const moves = moveBatches(run, now)
  if (moves.length > 0) return moves
  return intent === 'cancelling' ? [] : advance(run, now)
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
  if (now.intent === 'paused') return merges
  const held = new Map(now.holds.filter((hold) => isInForce(hold, now.now)).map((hold) => [hold.provider, hold.until]))
  const { holds, wakes } = holdBack(run, now, held)
  const free = Math.max(0, now.maxConcurrency - run.alive)
  const ready = run.startable({ count: free, dueAt: now.now, ofProvider: (provider) => !held.has(provider) })
  const starts = ready.map((task) => startOf(run, task))
  return [...merges, ...holds, ...starts, ...nextWake(run, now, wakes)]
}

/** D1: one merge at a time. */
function nextMerge(run: RunIndex, { merging }: Circumstances): Decision[] {
  const next = merging ? undefined : run.nextMerge()
  return next ? [{ do: 'merge', key: next.key }] : []
}

/**
 * S5: decides which tasks a limit of their provider holds back. For each provider it holds as many as there are slots, because the
 * others wait for a slot anyway. `wakes` are the ends of the limits that hold somebody back.
 */
function holdBack(run: RunIndex, { maxConcurrency }: Circumstances, held: ReadonlyMap<string, number>) {
  const holds: Decision[] = []
  const wakes: number[] = []
  for (const [provider, until] of held) {
    const tasks = run.startable({ count: maxConcurrency, dueAt: null, ofProvider: (one) => one === provider })
    if (tasks.length > 0) wakes.push(until)
    for (const { key, notBefore } of tasks)
      if ((notBefore ?? 0) < until) holds.push({ do: 'hold', key, provider, until })
  }
  return { holds, wakes }
}

function startOf({ mode, strategy, isolation }: RunIndex, { key, state, startsFromTip }: TaskState): Decision {
  if (state === 'conflicted') return { do: 'resolve', key }
  const fromTip = mode === 'SEQUENTIAL' || strategy === 'CONTINUOUS' || startsFromTip
  const own = isolation === 'EPIC' ? 'lane' : 'batch'
  return { do: 'start', key, from: fromTip ? 'tip' : own }
}

/** S9: time alone must wake a run in which a task backs off or is held. Waking too early does no harm. */
function nextWake(run: RunIndex, { now }: Circumstances, others: readonly number[]): Decision[] {
  const times = [...run.nextTimes(now), ...others]
  return times.length > 0 ? [{ do: 'wake', at: Math.min(...times) }] : []
}

/** Nothing is in progress that would lead to another decision by itself. Without a decision the run would stand still for ever. */
export function isStuck(run: RunIndex, now: Circumstances, decisions: readonly Decision[]): boolean {
  if (now.intent === 'paused' || now.merging || decisions.length > 0) return false
  return !run.isBusy && run.unended > 0
}
