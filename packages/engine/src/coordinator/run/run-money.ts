import { dayName, nextDayStart, type ProjectBudget, type ProjectSpending } from '../../domain/budget.ts'
import type { PastCost } from '../../domain/cost-estimate.ts'
import type { RunRecord, SessionRecord } from '../../domain/records.ts'
import type { SessionChoice } from '../../domain/session-choice.ts'
import type { SessionKind } from '../../domain/statuses.ts'
import { isUnpriced } from '../../domain/unpriced.ts'
import { estimateCost } from '../../money/estimate-cost.ts'
import { learningCost } from '../../money/learning-cost.ts'
import type { Prices } from '../../money/prices.ts'
import type { BudgetUse, PotUse } from '../../scheduler/snapshot.ts'

type Payer = Pick<
  SessionRecord,
  | 'id'
  | 'number'
  | 'kind'
  | 'agent'
  | 'model'
  | 'domain'
  | 'status'
  | 'endedAt'
  | 'reservedMicroUsd'
  | 'flatRate'
  | 'metrics'
>
type StoredChoice = Pick<SessionRecord, 'kind' | 'agent' | 'model' | 'domain'>
type Choice = Pick<SessionChoice, 'model' | 'domain' | 'isOwnName'>

/** The sessions that cost about the same. */
interface CostClass extends Choice {
  kind: SessionKind
}

/** What a project and the sessions of a run have cost when a server takes the run up. Amounts are in millionths of a dollar. */
export interface EarlierSpending {
  /** The present day (UTC), such as 2026-11-30. */
  day: string
  /** What the other runs of the project cost. It stays the same, because a project has one active run. */
  others: ProjectSpending
  /** What each session of the run had cost when the day began, by id. */
  before: ReadonlyMap<string, number>
}

/** What the sessions of a run have spent and reserved, and what its next sessions will probably cost (M2). */
export class RunMoney {
  readonly #sessions = new Map<string, Payer>()
  /** The ids of the running sessions that have made a request whose cost will stay unknown. */
  readonly #unpriced = new Set<string>()
  /** What the sessions whose requests this server has read cost on each day (UTC), by the id of the session and the name of the day. */
  readonly #byDay = new Map<string, ReadonlyMap<string, number>>()
  /** The models and domains of the tasks, by the name of their cost class. */
  readonly #classes = new Map<string, CostClass>()
  #past: PastCost[] = []
  #namesModels: (agent: string) => boolean = () => false
  #limits: ProjectBudget = { budgetMicroUsd: null, dayBudgetMicroUsd: null }
  /** What the other runs of the project cost. */
  #othersMicroUsd = 0
  /** The present day, what the other runs cost on it, and what each session of this run cost on the days before. */
  #today = { day: '', othersMicroUsd: 0, before: new Map<string, number>() }

  /** Stores the budgets of the project. */
  limit(limits: ProjectBudget): void {
    this.#limits = limits
  }

  begin({ day, others, before }: EarlierSpending): void {
    this.#othersMicroUsd = others.totalMicroUsd
    this.#today = {
      ...{ day, othersMicroUsd: others.todayMicroUsd },
      before: this.#costsBefore(day, ({ id }) => before.get(id) ?? 0),
    }
  }

  /** @param past what earlier sessions of the project cost, newest first */
  learn(past: readonly PastCost[]): void {
    this.#past = [...past]
  }

  /** @param namesModels says whether a kind of agent calls the models by names of its own, which need no price */
  knowAgents(namesModels: (agent: string) => boolean): void {
    this.#namesModels = namesModels
  }

  /** Stores the newest record of a session, and what this server has read of its requests. */
  put(session: Payer, { hasUnpricedRequest, costByDay }: RequestsOfSession = {}): void {
    this.#sessions.set(session.id, session)
    if (hasUnpricedRequest) this.#unpriced.add(session.id)
    if (costByDay === undefined) return
    this.#byDay.set(session.id, costByDay)
    this.#today.before.set(session.id, costBefore(costByDay, this.#today.day))
  }

  /** Stores what is reserved for a running session, in millionths of a dollar. */
  reserve(id: string, reservedMicroUsd: number): void {
    const session = this.#sessions.get(id)
    if (session) this.#sessions.set(id, { ...session, reservedMicroUsd })
  }

  /**
   * Stores the record of an ended session, and gives back what it did not use. Only completed sessions show what a session costs: one that
   * was cut off may have cost almost nothing. A LEARNING session says nothing about others.
   */
  close(session: Payer): void {
    const { id, kind, model, domain, status, metrics } = session
    this.#sessions.set(id, session)
    this.#unpriced.delete(id)
    if (kind !== 'LEARNING' && status === 'COMPLETED' && metrics.costMicroUsd !== null)
      this.#past.unshift({ model, domain, costMicroUsd: metrics.costMicroUsd })
  }

  /** Returns the name of the cost class of a session. */
  classOf({ model, domain, isOwnName = false }: Choice, kind: SessionKind = 'WORK'): string {
    const name = `${model ?? ''} ${domain}${isOwnName ? ' own' : ''}${kind === 'LEARNING' ? ` ${kind}` : ''}`
    this.#classes.set(name, { kind, model, domain, isOwnName })
    return name
  }

  /** Returns the models of the tasks that have no price, so that their sessions have no estimate (M1). @param now in ms */
  unknownModels(prices: Prices, now: number): string[] {
    const unknown = [...this.#classes.values()].filter((choice) => this.estimate(choice, prices, now) === null)
    return [...new Set(unknown.flatMap(({ model }) => model ?? []))]
  }

  get spentMicroUsd(): number {
    return sum([...this.#sessions.values()].map(chargeOf))
  }

  /** The numbers of the running sessions that have made a request whose cost will stay unknown. */
  get unpricedNumbers(): number[] {
    return [...this.#unpriced].flatMap((id) => this.#sessions.get(id)?.number ?? [])
  }

  /** The ids of the running sessions that have made a request whose cost will stay unknown. */
  get unpriced(): ReadonlySet<string> {
    return this.#unpriced
  }

  /** The number of a completed session whose cost will stay unknown (M1). It is null when there is none. */
  get completedUnpriced(): number | null {
    return [...this.#sessions.values()].find(isCompletedUnpriced)?.number ?? null
  }

  get #running(): Payer[] {
    return [...this.#sessions.values()].filter(({ status }) => status === 'RUNNING')
  }

  /** @param now in ms */
  estimate({ kind, ...choice }: CostClass, prices: Prices, now: number) {
    if (kind === 'LEARNING' && choice.model !== null) return learningCost(choice.model, prices, now)
    return estimateCost(choice, this.#past, prices, now)
  }

  /** Estimates what a stored session costs. @returns null when its domain or the price of its model is not known (M1). @param now in ms */
  estimateOf({ kind, agent, model, domain }: StoredChoice, prices: Prices, now: number) {
    if (domain === null) return null
    return this.estimate({ kind, model, domain, isOwnName: this.#namesModels(agent) }, prices, now)
  }

  /**
   * Returns what the scheduler needs to know of the budgets.
   * @returns undefined when the run has no budget
   */
  use(run: BudgetFields, prices: Prices, now: number): BudgetUse | undefined {
    this.#turnDay(now)
    const pots = this.#pots(run, now)
    if (pots.length === 0) return undefined
    const estimates = [...this.#classes].map(([name, choice]) => [name, this.estimate(choice, prices, now)] as const)
    return {
      pots,
      reservedMicroUsd: sum(this.#running.map((session) => this.#open(session, prices, now))),
      estimates: Object.fromEntries(estimates),
      hasUnpricedSession: this.#unpriced.size > 0 || (!run.unpricedAsked && this.completedUnpriced !== null),
    }
  }

  #turnDay(now: number): void {
    const day = dayName(now)
    if (day !== this.#today.day) this.#today = { day, othersMicroUsd: 0, before: this.#costsBefore(day, chargeOf) }
  }

  /**
   * Returns what each session cost before a day. A request counts on the day on which it began, as in the ledger, whenever it is read.
   * @param otherwise returns the cost of a session whose requests this server has not read
   */
  #costsBefore(day: string, otherwise: (session: Payer) => number): Map<string, number> {
    const costOf = (session: Payer) => {
      const byDay = this.#byDay.get(session.id)
      if (endedBefore(session, day)) return chargeOf(session)
      return byDay ? costBefore(byDay, day) : otherwise(session)
    }
    return new Map([...this.#sessions.values()].map((session) => [session.id, costOf(session)]))
  }

  #pots(run: BudgetFields, now: number): PotUse[] {
    const spent = this.spentMicroUsd
    const { day, othersMicroUsd, before } = this.#today
    const today = othersMicroUsd + spent - sum([...before.values()])
    const { budgetMicroUsd, dayBudgetMicroUsd } = this.#limits
    const dayWarned = run.warnedDay === day ? run.dayWarned : 0
    const pots: readonly (Omit<PotUse, 'limitMicroUsd' | 'opensAt'> & { limit: number | null })[] = [
      { pot: 'RUN', limit: run.budgetMicroUsd, spentMicroUsd: spent, warnedPercent: run.budgetWarned },
      {
        ...{ pot: 'PROJECT', limit: budgetMicroUsd },
        ...{ spentMicroUsd: this.#othersMicroUsd + spent, warnedPercent: run.projectWarned },
      },
      { pot: 'DAY', limit: dayBudgetMicroUsd, spentMicroUsd: today, warnedPercent: dayWarned },
    ]
    return pots.flatMap(({ limit, ...pot }) =>
      limit === null ? [] : [{ ...pot, limitMicroUsd: limit, opensAt: pot.pot === 'DAY' ? nextDayStart(now) : null }],
    )
  }

  /** Returns what a running session has reserved and not spent. If it began before the run had a budget, its estimate counts as reserved. An agent with a flat rate reserves nothing. */
  #open(session: Payer, prices: Prices, now: number): number {
    const { reservedMicroUsd, flatRate, metrics } = session
    if (flatRate) return 0
    const reserved = reservedMicroUsd ?? this.estimateOf(session, prices, now)?.microUsd ?? 0
    return Math.max(0, reserved - metrics.knownCostMicroUsd)
  }
}

type BudgetFields = Pick<
  RunRecord,
  'budgetMicroUsd' | 'budgetWarned' | 'projectWarned' | 'dayWarned' | 'warnedDay' | 'unpricedAsked'
>

/** What a server has read of the requests of a session. */
export interface RequestsOfSession {
  /** Whether the cost of one of them will stay unknown. */
  hasUnpricedRequest?: boolean
  /** What they cost, by the name of the day (UTC) on which they began, in millionths of a dollar. */
  costByDay?: ReadonlyMap<string, number>
}

const costBefore = (costByDay: ReadonlyMap<string, number>, day: string): number =>
  sum([...costByDay].map(([each, microUsd]) => (each < day ? microUsd : 0)))

const endedBefore = ({ endedAt }: Payer, day: string): boolean => endedAt !== null && dayName(endedAt) < day

/**
 * Returns what a session takes from the budget: its known cost, and at least its reservation when it has ended with an unknown cost. A plain
 * command reserves nothing.
 */
const chargeOf = (session: Payer): number =>
  hasEndedUnpriced(session)
    ? Math.max(session.metrics.knownCostMicroUsd, session.reservedMicroUsd ?? 0)
    : session.metrics.knownCostMicroUsd

const hasEndedUnpriced = ({ status, flatRate, metrics }: Payer): boolean =>
  status !== 'RUNNING' && !flatRate && isUnpriced(metrics)

/** A session that was cut off may lack the report of its last request. Only a completed one shows that its cost cannot be known. */
const isCompletedUnpriced = (session: Payer): boolean =>
  session.status === 'COMPLETED' && (session.reservedMicroUsd ?? 0) > 0 && hasEndedUnpriced(session)

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0)
