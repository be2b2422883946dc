import type { PastCost } from '../../domain/cost-estimate.ts'
import type { RunRecord, SessionRecord } from '../../domain/records.ts'
import type { SessionChoice } from '../../domain/session-choice.ts'
import { estimateCost } from '../../money/estimate-cost.ts'
import type { Prices } from '../../money/prices.ts'
import type { BudgetUse } from '../../scheduler/snapshot.ts'

type Payer = Pick<SessionRecord, 'id' | 'model' | 'domain' | 'status' | 'reservedMicroUsd' | 'metrics'>
type Choice = Pick<SessionChoice, 'model' | 'domain'>

/** What the sessions of a run have spent and reserved, and what its next sessions will probably cost (M2). */
export class RunMoney {
  readonly #sessions = new Map<string, Payer>()
  /** The models and domains of the tasks, by the name of their cost class. */
  readonly #classes = new Map<string, Choice>()
  #past: PastCost[] = []

  /** @param past what earlier sessions of the project cost, newest first */
  learn(past: readonly PastCost[]): void {
    this.#past = [...past]
  }

  /** Stores the newest record of a session. */
  put(session: Payer): void {
    this.#sessions.set(session.id, session)
  }

  /** Gives back what an ended session did not use. */
  close({ id, model, domain, metrics: { costMicroUsd } }: Payer): void {
    const session = this.#sessions.get(id)
    if (session) this.#sessions.set(id, { ...session, status: 'COMPLETED' })
    if (costMicroUsd !== null) this.#past.unshift({ model, domain, costMicroUsd })
  }

  /** Returns the name of the cost class of a session. */
  classOf({ model, domain }: Choice): string {
    const name = `${model ?? ''} ${domain}`
    this.#classes.set(name, { model, domain })
    return name
  }

  get spentMicroUsd(): number {
    return sum([...this.#sessions.values()].map(({ metrics }) => metrics.knownCostMicroUsd))
  }

  /** The ids of the running sessions that have made a request with an unknown cost. */
  get unpriced(): string[] {
    return this.#running.filter(hasUnpricedRequest).map(({ id }) => id)
  }

  get #running(): Payer[] {
    return [...this.#sessions.values()].filter(({ status }) => status === 'RUNNING')
  }

  /** @param now in ms */
  estimate(choice: Choice, prices: Prices, now: number) {
    return estimateCost(choice, this.#past, prices, now)
  }

  /**
   * Returns what the scheduler needs to know of the budget.
   * @returns undefined when the run has no budget
   */
  use({ budgetMicroUsd, budgetWarned }: RunRecord, prices: Prices, now: number): BudgetUse | undefined {
    if (budgetMicroUsd === null) return undefined
    const estimates = [...this.#classes].map(([name, choice]) => [name, this.estimate(choice, prices, now)] as const)
    return {
      limitMicroUsd: budgetMicroUsd,
      spentMicroUsd: this.spentMicroUsd,
      reservedMicroUsd: sum(this.#running.map((session) => this.#open(session, prices, now))),
      estimates: Object.fromEntries(estimates),
      hasUnpricedSession: this.unpriced.length > 0,
      warnedPercent: budgetWarned,
    }
  }

  /** Returns what a running session has reserved and not spent. One that began before the run had a budget counts with its estimate. */
  #open(session: Payer, prices: Prices, now: number): number {
    const { model, domain, reservedMicroUsd, metrics } = session
    const reserved =
      reservedMicroUsd ?? (domain === null ? 0 : (this.estimate({ model, domain }, prices, now)?.microUsd ?? 0))
    return Math.max(0, reserved - metrics.knownCostMicroUsd)
  }
}

/** A session without any reported request is not unpriced: it has not asked a model yet, or its agent reports nothing. */
const hasUnpricedRequest = ({ metrics }: Payer): boolean =>
  metrics.costMicroUsd === null && (metrics.inputTokens !== null || metrics.reportedCostMicroUsd !== null)

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0)
