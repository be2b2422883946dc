import { isInForce, type ProviderHold, type ProviderLimit } from '../domain/provider.ts'
import type { RunTaskRecord, SessionRecord } from '../domain/records.ts'
import { type Change, change, type OwnerDeps } from './change.ts'
import { statusChanged } from './task-lifecycle.ts'

/**
 * The length of the first hold when the provider names no time. Each further limit in succession doubles it, up to `LONGEST_HOLD_MS`.
 */
const FIRST_HOLD_MS = 30_000
const LONGEST_HOLD_MS = 15 * 60_000
/** The longest hold for a time that the provider names. No limit is longer than a month, so a later time is an error. */
const LONGEST_NAMED_MS = 32 * 24 * 3_600_000

/**
 * Calculates the hold of a provider after a session reached a limit (S5).
 *
 * @param previous the provider's last hold, even if it is over
 * @param session the session that reached the limit
 * @param now in ms, like every time here
 */
export function nextHold(
  previous: ProviderHold | null,
  { provider, reason, until }: ProviderLimit & { provider: string },
  session: { startedAt: number },
  now: number,
): ProviderHold {
  // Sessions that ran when the limit was reached fail one after the other. All of them count as one limit.
  const isEcho = previous !== null && session.startedAt <= previous.since
  const refusals = isEcho ? previous.refusals : (previous?.refusals ?? 0) + 1
  const named = until !== null && until > now ? Math.min(until, now + LONGEST_NAMED_MS) : null
  const proposed = named ?? now + Math.min(LONGEST_HOLD_MS, FIRST_HOLD_MS * 2 ** Math.min(20, refusals - 1))
  const since = isEcho ? previous.since : now
  if (previous === null || !isInForce(previous, now)) return { provider, reason, refusals, since, until: proposed }
  return { provider, reason, refusals, since, until: named === null ? previous.until : Math.max(named, previous.until) }
}

/** Stores a hold of the session's provider. It applies to every run, also after a restart. */
export async function holdProvider(it: Change, session: SessionRecord, limit: ProviderLimit): Promise<ProviderHold> {
  const { provider } = session
  const hold = nextHold(await it.tx.providerHold(provider), { ...limit, provider }, session, it.at)
  await it.tx.putProviderHold(hold)
  emitHold(it, hold)
  return hold
}

/** Deletes the hold of the session's provider if it is over, because the session has ended well. The next limit then counts as the first. */
export async function forgetHold(it: Change, { provider }: SessionRecord): Promise<void> {
  const hold = await it.tx.providerHold(provider)
  if (hold !== null && !isInForce(hold, it.at)) await it.tx.deleteProviderHold(hold.provider)
}

export async function requireNoHold(it: Change, provider: string): Promise<void> {
  const hold = await it.tx.providerHold(provider)
  it.require(hold === null || !isInForce(hold, it.at))
}

/**
 * Makes a task wait until `hold.until`. With `isNewToRun` it also emits ProviderHeld, because the run has no event of this hold yet.
 * @returns the task as it is now, or null when the task or the hold has changed meanwhile
 */
export function holdTask(
  deps: OwnerDeps,
  task: RunTaskRecord,
  hold: ProviderHold,
  isNewToRun: boolean,
): Promise<RunTaskRecord | null> {
  return change(deps, task.runId, async (it) => {
    // A person may have ended the hold, and then nothing would free the task before its time.
    it.require((await it.tx.providerHold(hold.provider))?.until === hold.until)
    if (isNewToRun) emitHold(it, hold)
    const reason = `waits for ${hold.provider}: ${hold.reason}`
    const waiting = task.status === 'PENDING' ? { phase: null, phaseStartedAt: null } : {}
    const patch = { ...waiting, scheduledFor: hold.until, statusReason: reason, awaitedResource: null }
    it.require(await it.tx.updateRunTask(task.id, [task.status], patch))
    it.emit(statusChanged(task, task.status, reason, hold.until))
    return { ...task, ...patch }
  })
}

function emitHold(it: Change, { provider, until, reason }: ProviderHold): void {
  it.emit({ type: 'ProviderHeld', data: { provider, until, reason } })
}
