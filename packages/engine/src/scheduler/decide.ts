import { isInForce } from '../domain/provider.ts'
import type { RunIndex } from './run-index/run-index.ts'
import type { Circumstances, Decision, TaskState, WantedSession } from './snapshot.ts'

/**
 * Returns what the run's owner does now, in this order. The caller carries out the decisions, updates the index, and calls this again
 * after every change. It is pure: the same run in the same circumstances leads to the same decisions.
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

/** The run ends only after the sessions beside its tasks, such as LEARNING sessions, have ended. */
function finishRun(run: RunIndex, now: Circumstances): Decision[] {
  if (now.intent === 'paused') return []
  const beside = now.intent === 'going' ? startWanted(run, now, heldProviders(now), freeSlots(now)) : []
  if (beside.length > 0) return beside
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
  if (now.intent === 'paused') return merges
  const held = heldProviders(now)
  const { holds, wakes } = holdBack(run, now, held)
  const free = freeSlots(now)
  const ready = run.startable({ count: free, dueAt: now.now, ofProvider: (provider) => !held.has(provider) })
  const starts = ready.map((task) => startOf(run, task))
  const beside = startWanted(run, now, held, free - starts.length)
  return [...merges, ...holds, ...starts, ...beside, ...nextWake(run, now, wakes)]
}

const freeSlots = ({ maxConcurrency, alive }: Circumstances): number => Math.max(0, maxConcurrency - alive)

/** Providers whose sessions may not start now, with the end of the hold in ms (S5). */
const heldProviders = ({ holds, now }: Circumstances): ReadonlyMap<string, number> =>
  new Map(holds.filter((hold) => isInForce(hold, now)).map((hold) => [hold.provider, hold.until]))

/** Starts sessions beside the tasks in the slots that no task needs. Those of a held provider start when its hold has ended (S5). */
function startWanted(
  run: RunIndex,
  { wanted }: Circumstances,
  held: ReadonlyMap<string, number>,
  slots: number,
): Decision[] {
  const heldUntil = ({ key }: WantedSession) => held.get(run.task(key).provider)
  const starts = wanted.filter((one) => heldUntil(one) === undefined).slice(0, slots)
  const wakes = wanted.flatMap((one) => heldUntil(one) ?? [])
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
 * Returns a decision for each task that would start, but whose provider is on hold (S5). It returns at most `maxConcurrency` tasks for each
 * provider, because the others wait for a slot anyway. `wakes` contains the ends of these holds, in ms.
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
  if (state === 'conflicted') return { do: 'start', kind: 'CONFLICT', key, from: 'work' }
  const fromTip = mode === 'SEQUENTIAL' || strategy === 'CONTINUOUS' || startsFromTip
  const own = isolation === 'EPIC' ? 'lane' : 'batch'
  return { do: 'start', kind: 'WORK', key, from: fromTip ? 'tip' : own }
}

/** Returns when to decide again although nothing has happened: at the end of a back-off or a hold. A wake that is too early does no harm. */
function nextWake(run: RunIndex, { now }: Circumstances, others: readonly number[]): Decision[] {
  const times = [...run.nextTimes(now), ...others]
  return times.length > 0 ? [{ do: 'wake', at: Math.min(...times) }] : []
}

/** @returns whether the run would never continue: there is no decision, and nothing in progress that would lead to one */
export function isStuck(run: RunIndex, now: Circumstances, decisions: readonly Decision[]): boolean {
  if (now.intent === 'paused' || now.merging || decisions.length > 0) return false
  return now.alive === 0 && !run.isBusy && run.unended > 0
}
