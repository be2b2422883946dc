import type { CostEstimate } from '../../domain/cost-estimate.ts'
import { isTaskEnded, isTaskUnmet, type TaskStatus } from '../../domain/statuses.ts'
import { decide, isStuck } from '../decide.ts'
import { decidedBatch, decidedTask } from '../decision-effects.ts'
import { RunIndex } from '../run-index/run-index.ts'
import type {
  BatchState,
  BudgetUse,
  ClosedKey,
  Decision,
  PotUse,
  ResourceUse,
  Snapshot,
  TaskState,
} from '../snapshot.ts'

/** What happens to one task in a simulated run. Limits come first, then failures, then refusals by verify. */
export interface SimulatedTask {
  key: string
  batch: number
  needs: TaskState['needs']
  durationMs: number
  /** The number of attempts that fail before one succeeds. */
  failures: number
  maxAttempts: number
  /** How often verify refuses the task's finished work. Each time counts as a failure. */
  refusals: number
  kept: boolean
  epic: string
  provider: string
  /** What the task waits for besides its provider: keys of the simulation. */
  waitsFor: readonly string[]
  /** The paths that the scheduler expects the task to change. */
  likelyPaths: readonly string[]
  /** The names of the resources that each of its sessions holds. */
  uses: readonly string[]
  /**
   * How many attempts reach a limit of the provider. These are the first attempts of the task, and they do not count toward `maxAttempts`
   * (S5).
   */
  limits: number
  /** The costs of the requests of an attempt. The requests end one after the other, evenly spread over the duration of the attempt. */
  requestCosts: readonly number[]
  /** What the scheduler expects an attempt to cost. */
  estimate: CostEstimate
}

/** What a person asks of the active run. */
export interface Command {
  /** When, in ms. */
  at: number
  what: 'pause' | 'resume' | 'cancel-task' | 'retry-task' | 'resolve-task' | 'slots'
  argument: number
}

/** A key that is closed from the start of the run until `opensAt`, in ms. If `isTold`, the scheduler knows this time. */
export interface SimulatedKey {
  key: string
  opensAt: number
  isTold: boolean
}

export interface Simulation {
  mode: Snapshot['mode']
  strategy: Snapshot['strategy']
  isolation: Snapshot['isolation']
  slots: number
  tasks: readonly SimulatedTask[]
  keys: readonly SimulatedKey[]
  /** How many sessions may hold each resource at once, by its name. */
  resources: Readonly<Record<string, number>>
  /** When a person cancels the run, in ms. It is null when nobody does. */
  cancelAtMs: number | null
  commands: readonly Command[]
  /** What the run may spend. Each time the run pauses because of it, a person doubles it. It is null when the run has no budget. */
  budget: number | null
  /** Whether the project has a budget for a day too. */
  hasDays: boolean
}

export interface Trace {
  decisions: Decision[]
  /** By how many the running agents exceeded the slots at the worst moment. It must not be more than 0. */
  overSlots: number
  mergeOrder: string[]
  statuses: Map<string, TaskStatus>
  endedAtMs: number
  startedBeforeNeeds: string[]
  startsAfterCancel: number
  startsWhilePaused: number
  /** Pairs of tasks of one epic that ran at the same time. */
  sharedLanes: string[]
  startedWhileClosed: string[]
  /** By how many the holders of a resource exceeded its count at the worst moment. It must not be more than 0. */
  overResources: number
  retried: Set<string>
  /** By how much the run exceeded its budget at the worst moment, beyond the requests that were in flight when it was spent. */
  overBudget: number
  /** How often the run paused for a budget, how often a person raised it, and how often the run continued on the next day. */
  pauses: number
  raises: number
  nextDays: number
  /** What all requests cost. */
  spent: number
  warnings: number[]
}

type Live = { -readonly [K in keyof TaskState]: TaskState[K] } & {
  sim: SimulatedTask
  failed: number
  refused: number
  limited: number
}
interface Occurrence {
  at: number
  order: number
  happen(): void
}

const providerKey = (provider: string): string => `provider:${provider}`
const resourceKey = (name: string): string => `resource:${name}`

const MERGE_MS = 3
const DAY_MS = 700
const RETRY_MS = 50
const HOLD_MS = 120

/** Simulates a run on a virtual clock with the real scheduler. `watch` is called with the snapshot before each decision. */
export function simulate(simulation: Simulation, watch: (snapshot: Snapshot) => void = () => {}): Trace {
  return new World(simulation, watch).play()
}

class World {
  readonly #simulation: Simulation
  readonly #watch: (snapshot: Snapshot) => void
  readonly #tasks: Live[]
  readonly #batches: { -readonly [K in keyof BatchState]: BatchState[K] }[]
  readonly #queue: Occurrence[] = []
  readonly trace: Trace = {
    decisions: [],
    overSlots: -64,
    mergeOrder: [],
    statuses: new Map(),
    endedAtMs: 0,
    startedBeforeNeeds: [],
    startsAfterCancel: 0,
    startsWhilePaused: 0,
    sharedLanes: [],
    startedWhileClosed: [],
    overResources: -64,
    retried: new Set(),
    overBudget: 0,
    pauses: 0,
    raises: 0,
    nextDays: 0,
    spent: 0,
    warnings: [],
  }
  #now = 0
  #order = 0
  #merging = false
  #cancelled = false
  #paused = false
  #slots: number
  #limit: number | null
  #warned = 0
  #day = { number: -1, spentBefore: 0, warned: 0 }
  #resumesAt: number | null = null
  #asksForMoney = false
  /** What each running attempt has reserved and spent, by task. */
  readonly #pots = new Map<string, { reserved: number; spent: number }>()
  /** When the closed keys open, in ms, by key. */
  readonly #opensAt = new Map<string, number>()
  /** Closed keys whose time of opening the scheduler does not know. */
  readonly #untold = new Set<string>()

  constructor(simulation: Simulation, watch: (snapshot: Snapshot) => void) {
    this.#simulation = simulation
    this.#watch = watch
    this.#slots = simulation.slots
    this.#limit = simulation.budget
    this.#tasks = simulation.tasks.map((sim) => ({
      key: sim.key,
      batch: sim.batch,
      epic: sim.epic,
      waitsFor: [providerKey(sim.provider), ...sim.waitsFor, ...sim.uses.map(resourceKey)],
      awaits: null,
      begun: false,
      cancelRequested: false,
      pathLength: simulation.tasks.length - sim.batch,
      state: sim.kept ? 'kept' : 'waiting',
      status: 'PENDING',
      notBefore: null,
      startsFromTip: false,
      needs: sim.needs,
      likelyPaths: sim.likelyPaths,
      costClass: sim.key,
      sim,
      failed: 0,
      refused: 0,
      limited: 0,
    }))
    const last = Math.max(0, ...simulation.tasks.map((task) => task.batch))
    this.#batches = Array.from({ length: last }, (_, index) => ({ number: index + 1, state: 'pending' }))
    for (const key of simulation.keys) this.#close(key)
    for (const command of simulation.commands) this.#later(command.at, () => this.#carryOut(command))
    if (simulation.cancelAtMs !== null) this.#later(simulation.cancelAtMs, () => this.#cancel())
  }

  play(): Trace {
    for (let steps = 0; steps < 100_000; steps += 1) {
      if (this.#decideAll()) return this.#finish()
      const next = this.#queue.sort((a, b) => a.at - b.at || a.order - b.order).shift()
      if (!next && this.#paused) {
        this.#paused = false
        continue
      }
      if (!next) throw new Error('the run has not ended, but there is no decision and nothing in progress')
      this.#now = Math.max(this.#now, next.at)
      next.happen()
    }
    throw new Error('the simulated run does not end')
  }

  #decideAll(): boolean {
    for (;;) {
      const snapshot = this.#snapshot()
      this.#watch(snapshot)
      const run = RunIndex.of(snapshot)
      const decisions = decide(run, snapshot)
      if (isStuck(run, snapshot, decisions)) throw new Error('the run is stuck')
      this.trace.decisions.push(...decisions)
      if (decisions.some((decision) => decision.do === 'finish')) return true
      if (!decisions.map((decision) => this.#perform(decision)).some(Boolean)) return false
    }
  }

  #snapshot(): Snapshot {
    const { mode, strategy, isolation } = this.#simulation
    const intent = this.#cancelled ? 'cancelling' : this.#paused ? 'paused' : 'going'
    return {
      mode,
      strategy,
      isolation,
      intent,
      maxConcurrency: mode === 'SEQUENTIAL' ? 1 : this.#slots,
      merging: this.#merging,
      alive: this.#alive,
      budget: this.#budget,
      resumesAt: this.#resumesAt,
      resources: this.#resources,
      wanted: [],
      batches: this.#batches,
      tasks: this.#tasks,
      closed: this.#closed,
      now: this.#now,
    }
  }

  get #budget(): BudgetUse | undefined {
    if (this.#limit === null) return undefined
    const open = [...this.#pots.values()].map(({ reserved, spent }) => Math.max(0, reserved - spent))
    return {
      pots: this.#budgets,
      reservedMicroUsd: open.reduce((sum, one) => sum + one, 0),
      estimates: Object.fromEntries(this.#tasks.map(({ key, sim }) => [key, sim.estimate])),
      hasUnpricedSession: false,
    }
  }

  /** A project with `hasDays` may spend a third of the budget of the run on each simulated day. */
  get #budgets(): PotUse[] {
    const [limit, day] = [this.#limit, Math.floor(this.#now / DAY_MS)]
    if (limit === null) return []
    if (day !== this.#day.number) this.#day = { number: day, spentBefore: this.trace.spent, warned: 0 }
    const run = {
      pot: 'RUN',
      limitMicroUsd: limit,
      spentMicroUsd: this.trace.spent,
      warnedPercent: this.#warned,
    } as const
    const { spentBefore, warned } = this.#day
    const ofDay = { limitMicroUsd: Math.ceil(limit / 3), spentMicroUsd: this.trace.spent - spentBefore }
    const days = { pot: 'DAY', ...ofDay, warnedPercent: warned, opensAt: (day + 1) * DAY_MS } as const
    return [{ ...run, opensAt: null }, ...(this.#simulation.hasDays ? [days] : [])]
  }

  get #closed(): ClosedKey[] {
    return [...this.#opensAt].map(([key, opensAt]) => ({ key, until: this.#untold.has(key) ? null : opensAt }))
  }

  #close({ key, opensAt, isTold }: SimulatedKey): void {
    this.#opensAt.set(key, opensAt)
    if (isTold) return
    this.#untold.add(key)
    this.#later(opensAt, () => this.#opensAt.delete(key))
  }

  get #resources(): ResourceUse[] {
    const running = this.#tasks.filter(({ state }) => state === 'alive')
    return Object.entries(this.#simulation.resources).map(([name, count]) => ({
      ...{ key: resourceKey(name), count },
      held: running.filter(({ sim }) => sim.uses.includes(name)).length,
    }))
  }

  get #alive(): number {
    return this.#tasks.filter((one) => one.state === 'alive').length
  }

  #perform(decision: Decision): boolean {
    switch (decision.do) {
      case 'open-batch':
      case 'close-batch':
        Object.assign(this.#batch(decision.number), decidedBatch(decision))
        return true
      case 'wake':
        this.#later(decision.at, () => {})
        return false
      case 'finish':
        return false
      case 'warn':
        this.trace.warnings.push(decision.percent)
        if (decision.pot === 'DAY') this.#day.warned = decision.percent
        else this.#warned = decision.percent
        return true
      case 'pause':
        this.trace.pauses += 1
        this.#paused = true
        this.#resumesAt = decision.until
        this.#asksForMoney = true
        if (decision.until === null) this.#later(this.#now + 10, () => this.#raise())
        return true
      case 'resume':
        this.trace.nextDays += 1
        this.#paused = false
        this.#asksForMoney = false
        this.#resumesAt = null
        return true
      default:
        return this.#performOnTask(decision)
    }
  }

  #performOnTask(decision: Extract<Decision, { key: string }>): boolean {
    const task = this.#task(decision.key)
    if (task.state === 'ended') throw new Error(`${task.key} ends twice`)
    if (decision.do === 'start') this.#watchStart(task)
    Object.assign(task, decidedTask(task, decision))
    if (decision.do === 'start') this.#begin(task)
    if (decision.do === 'merge') this.#merge(task)
    return decision.do !== 'merge'
  }

  #watchStart(task: Live): void {
    if (this.#paused) this.trace.startsWhilePaused += 1
    if (task.waitsFor.some((key) => this.#now < (this.#opensAt.get(key) ?? 0)))
      this.trace.startedWhileClosed.push(task.key)
    if (this.#simulation.isolation === 'EPIC') this.#watchLane(task)
    if (this.#cancelled) this.trace.startsAfterCancel += 1
    const unmet = task.needs.some(({ key, kind }) => {
      const { status } = this.#task(key)
      return kind === 'HARD' ? status !== 'COMPLETED' : !isTaskEnded(status)
    })
    if (unmet) this.trace.startedBeforeNeeds.push(task.key)
  }

  #begin(task: Live): void {
    const { mode } = this.#simulation
    this.trace.overSlots = Math.max(this.trace.overSlots, this.#alive - (mode === 'SEQUENTIAL' ? 1 : this.#slots))
    for (const { held, count } of this.#resources)
      this.trace.overResources = Math.max(this.trace.overResources, held - count)
    const pot = this.#spend(task)
    this.#later(this.#now + task.sim.durationMs, () => this.#attemptEnds(task, pot))
  }

  #spend(task: Live): object {
    const { requestCosts, durationMs, estimate } = task.sim
    const { pots = [], reservedMicroUsd = 0 } = this.#budget ?? {}
    const left = pots.map(({ limitMicroUsd, spentMicroUsd }) => limitMicroUsd - spentMicroUsd - reservedMicroUsd)
    const free = Math.max(0, Math.min(...left))
    const pot = { reserved: Math.min(free, estimate.microUsd), spent: 0 }
    this.#pots.set(task.key, pot)
    for (const [index, cost] of requestCosts.entries())
      this.#later(this.#now + (durationMs * (index + 1)) / (requestCosts.length + 1), () => {
        // An attempt that was stopped meanwhile makes no more requests.
        if (this.#pots.get(task.key) === pot) this.#pay(pot, cost, index === requestCosts.length - 1 ? task : null)
      })
    return pot
  }

  /** @param ending the task whose attempt makes no more requests after this one, so that it ends well although the budget is spent */
  #pay(pot: { spent: number }, cost: number, ending: Live | null): void {
    const over = this.#budgets.map(({ spentMicroUsd, limitMicroUsd }) => spentMicroUsd - limitMicroUsd)
    pot.spent += cost
    this.trace.spent += cost
    if (!over.some((before) => before + cost >= 0)) return
    // The owner of the run stops all sessions. Each has a request in flight, which is charged too.
    const stopped = this.#tasks.filter((task) => task.state === 'alive' && task !== ending)
    for (const task of stopped) {
      this.trace.spent += Math.max(0, ...task.sim.requestCosts)
      Object.assign(task, { state: 'waiting', status: 'PENDING', notBefore: null, awaits: null })
      this.#pots.delete(task.key)
    }
    this.trace.overBudget = Math.max(this.trace.overBudget, ...over)
  }

  #raise(): void {
    if (!this.#asksForMoney) return
    this.trace.raises += 1
    this.#asksForMoney = false
    this.#paused = false
    this.#warned = 0
    this.#limit = Math.max(this.#limit ?? 0, this.trace.spent) * 2 + 1
  }

  #attemptEnds(task: Live, pot: object | undefined): void {
    if (task.state !== 'alive' || this.#pots.get(task.key) !== pot) return
    this.#pots.delete(task.key)
    if (task.limited < task.sim.limits) {
      task.limited += 1
      this.#hold(task)
    } else if (task.failed < task.sim.failures) {
      task.failed += 1
      this.#sendBack(task, RETRY_MS)
    } else {
      Object.assign(task, { state: 'finished', status: 'MERGING', awaits: null })
    }
  }

  /** Holds the provider: the task and all others of its provider wait (S5). The attempt does not count toward `maxAttempts`. */
  #hold(task: Live): void {
    const key = providerKey(task.sim.provider)
    const until = Math.max(this.#opensAt.get(key) ?? 0, this.#now + HOLD_MS)
    this.#opensAt.set(key, until)
    Object.assign(task, { state: 'waiting', status: 'PENDING', notBefore: until, awaits: null })
  }

  #sendBack(task: Live, delayMs: number): void {
    if (task.failed + task.refused >= task.sim.maxAttempts) {
      this.#end(task, 'FAILED')
      return
    }
    Object.assign(task, { state: 'waiting', status: 'PENDING', notBefore: this.#now + delayMs, awaits: null })
  }

  #merge(task: Live): void {
    this.#merging = true
    this.#later(this.#now + MERGE_MS, () => this.#mergeEnds(task))
  }

  #mergeEnds(task: Live): void {
    this.#merging = false
    if (task.refused < task.sim.refusals) {
      task.refused += 1
      task.startsFromTip = true
      this.#sendBack(task, RETRY_MS)
    } else {
      this.trace.mergeOrder.push(task.key)
      this.#end(task, 'COMPLETED')
    }
  }

  #watchLane(task: Live): void {
    const other = this.#tasks.find((one) => one !== task && one.epic === task.epic && one.state === 'alive')
    if (other) this.trace.sharedLanes.push(`${task.key} beside ${other.key}`)
  }

  #carryOut({ what, argument }: Command): void {
    if (this.#cancelled) return
    if (what === 'pause') this.#paused = true
    else if (what === 'resume') this.#paused = this.#asksForMoney
    else if (what === 'slots') this.#slots = 1 + (argument % 8)
    else {
      const task = this.#tasks[argument % this.#tasks.length] as Live
      if (what === 'cancel-task') this.#cancelTask(task)
      else if (isTaskUnmet(task.status) && task.status !== 'SKIPPED') {
        this.#retry(task)
        if (what === 'resolve-task') task.state = 'kept'
      }
    }
  }

  #cancelTask(task: Live): void {
    if (task.state === 'alive') this.#end(task, 'CANCELLED')
    else if (task.state !== 'ended') task.cancelRequested = true
  }

  /** Makes the task and the tasks that were skipped because of it wait again, and reopens their batches (S7). */
  #retry(task: Live): void {
    this.trace.retried.add(task.key)
    Object.assign(task, {
      state: 'waiting',
      status: 'PENDING',
      notBefore: null,
      awaits: null,
      startsFromTip: true,
      cancelRequested: false,
    })
    Object.assign(task, { failed: 0, refused: 0 })
    this.#reopen(task.batch)
    for (const one of this.#tasks) {
      if (one.status !== 'SKIPPED' || !one.needs.some(({ key, kind }) => key === task.key && kind === 'HARD')) continue
      this.#retry(one)
    }
  }

  #reopen(number: number): void {
    const batch = this.#batch(number)
    if (batch.state === 'closed') batch.state = 'open'
  }

  #cancel(): void {
    this.#cancelled = true
    for (const task of this.#tasks.filter((one) => one.state === 'alive')) this.#end(task, 'CANCELLED')
  }

  #end(task: Live, status: TaskStatus): void {
    if (task.state === 'ended') throw new Error(`${task.key} ends twice`)
    this.#pots.delete(task.key)
    Object.assign(task, { state: 'ended', status, awaits: null })
  }

  #finish(): Trace {
    this.trace.endedAtMs = this.#now
    for (const task of this.#tasks) this.trace.statuses.set(task.key, task.status)
    return this.trace
  }

  #later(at: number, happen: () => void): void {
    this.#queue.push({ at, order: this.#order++, happen })
  }

  #task(key: string): Live {
    const task = this.#tasks.find((one) => one.key === key)
    if (!task) throw new Error(`no task ${key}`)
    return task
  }

  #batch(number: number) {
    const batch = this.#batches[number - 1]
    if (!batch) throw new Error(`no batch ${number}`)
    return batch
  }
}
