import type { MoneyGranted } from '../../domain/inbox-message.ts'
import type { SessionRecord } from '../../domain/records.ts'
import { FreeBudget } from '../../scheduler/free-budget.ts'
import type { ExecutionDeps } from '../run/run-context.ts'
import type { RunState } from '../run/run-state.ts'
import type { LiveSession } from './live-session.ts'

/** A session gets this part of its estimate at a time, so that sessions that wait share what is left. */
const SHARE = 0.25

export interface GrantDeps extends Pick<ExecutionDeps, 'prices' | 'clock'> {
  /** Stores what is reserved for a session. @returns false when the session has ended */
  reserve(session: SessionRecord, microUsd: number): Promise<boolean>
  /**
   * Sends a message to a session. A second message with the same id has no effect.
   *
   * @returns false when the message could not be sent and must be sent again
   */
  send(sessionId: string, id: string, message: MoneyGranted): Promise<boolean>
}

/** A live session that may wait for money. */
interface Waiting extends Pick<LiveSession, 'moneyAsk' | 'answeredAsk'> {
  begun: { session: SessionRecord }
}

/**
 * Grants money to the sessions that have spent their allowance and wait (M2). A session gets the rest of its reservation, or else a part of
 * what is free of the budget. When nothing is free, it waits until another session ends and returns what it did not use, or until the budget
 * is raised. When everything is spent, `stopSpending` ends the session.
 *
 * The reservation is stored before the session is told. So a server that dies in between has granted the money, and the next one tells it.
 *
 * @returns when a session that still waits may get money although nothing else happens, in ms: at the start of the next day, if the day has a
 * budget. It is null when no session waits for a time.
 */
export async function grantMoney(
  deps: GrantDeps,
  state: Pick<RunState, 'run' | 'money'>,
  live: Iterable<Waiting>,
): Promise<number | null> {
  let isShort = false
  for (const waiting of live) {
    const { moneyAsk: ask } = waiting
    if (ask === null) continue
    const open = await openFor(deps, state, waiting)
    if (open === 'nothing') {
      isShort = true
      continue
    }
    const microUsd = open === 'no limit' ? null : ask.spentMicroUsd + open
    if (!(await deps.send(waiting.begun.session.id, `money-${ask.sequence}`, { type: 'money', microUsd }))) continue
    waiting.answeredAsk = ask.sequence
    // The session may have asked again meanwhile.
    if (waiting.moneyAsk?.sequence === ask.sequence) waiting.moneyAsk = null
  }
  if (!isShort) return null
  const { pots = [] } = state.money.use(state.run, deps.prices, deps.clock.now()) ?? {}
  return pots.find(({ pot }) => pot === 'DAY')?.opensAt ?? null
}

/** Returns what a session may spend from now on, in millionths of a dollar. Its reservation grows if it is used up. */
async function openFor(
  { prices, clock, reserve }: GrantDeps,
  { run, money }: Pick<RunState, 'run' | 'money'>,
  { begun }: Waiting,
): Promise<number | 'no limit' | 'nothing'> {
  const { id, metrics, reservedMicroUsd } = begun.session
  const now = clock.now()
  const use = money.use(run, prices, now)
  if (use === undefined) return 'no limit'
  const left = (reservedMicroUsd ?? 0) - metrics.knownCostMicroUsd
  if (left > 0) return left
  const free = new FreeBudget({ budget: use, alive: 1 }).freeMicroUsd
  if (free <= 0) return 'nothing'
  const estimate = money.estimateOf(begun.session, prices, now)
  const more = Math.min(free, Math.max(1, Math.ceil((estimate?.microUsd ?? free) * SHARE)))
  const grown = metrics.knownCostMicroUsd + more
  if (!(await reserve(begun.session, grown))) return 'nothing'
  // The facts that were recorded meanwhile stay.
  begun.session = { ...begun.session, reservedMicroUsd: grown }
  money.reserve(id, grown)
  return more
}
