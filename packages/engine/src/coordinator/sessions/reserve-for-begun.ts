import type { SessionRecord } from '../../domain/records.ts'
import { takesMoney } from '../../ports/agent-of-session.ts'
import { FreeBudget } from '../../scheduler/free-budget.ts'
import type { ExecutionDeps } from '../run/run-context.ts'
import type { RunState } from '../run/run-state.ts'
import type { LiveSession } from './live-session.ts'

export interface BegunDeps extends Pick<ExecutionDeps, 'agents' | 'prices' | 'clock'> {
  /** Stores what is reserved for a session. @returns false when the session has ended */
  reserve(session: SessionRecord, microUsd: number): Promise<boolean>
}

/** A live session that may have begun without a budget. */
interface Unreserved extends Pick<LiveSession, 'order'> {
  begun: { session: SessionRecord }
}

/**
 * Reserves money for the sessions that began before the run had a budget (M2). A session gets its estimate, or what is free when that is
 * less. Without a stored reservation, such a session would cost the budget nothing when it ends with an unknown cost, and the run would not
 * ask about it (M1).
 */
export async function reserveForBegun(
  { agents, prices, clock, reserve }: BegunDeps,
  { run, money }: Pick<RunState, 'run' | 'money'>,
  live: Iterable<Unreserved>,
): Promise<void> {
  for (const { begun, order } of live) {
    if (begun.session.reservedMicroUsd !== null) continue
    const now = clock.now()
    const use = money.use(run, prices, now)
    if (use === undefined) return
    const { id, metrics } = begun.session
    const estimate = money.estimateOf(begun.session, prices, now)?.microUsd ?? 0
    const spent = metrics.knownCostMicroUsd
    // The estimate of this session is among what `use` calls reserved, so it is added again.
    const free = new FreeBudget({ budget: use, alive: 1 }).freeMicroUsd + Math.max(0, estimate - spent)
    // At least 1, because a reservation of 0 says that the session takes no money.
    const granted = takesMoney(agents, order.agent.settings) ? Math.max(1, spent, Math.min(estimate, spent + free)) : 0
    if (!(await reserve(begun.session, granted))) continue
    // The facts that were recorded meanwhile stay.
    begun.session = { ...begun.session, reservedMicroUsd: granted }
    money.reserve(id, granted)
  }
}
