import { setMaxListeners } from 'node:events'
import { dayName } from '../../domain/budget.ts'
import { OwnerLost } from '../../domain/owner-lost.ts'
import type { RunRecord, RunTaskRecord } from '../../domain/records.ts'
import { isTaskEnded } from '../../domain/statuses.ts'
import { closeBatch, openBatch } from '../../lifecycle/batch-lifecycle.ts'
import { continueOnNextDay, pauseForBudget, reserveMore, warnOfBudget } from '../../lifecycle/budget.ts'
import { holdTask } from '../../lifecycle/provider-hold.ts'
import { tellOfRun } from '../../lifecycle/run-lifecycle.ts'
import type { Begun } from '../../lifecycle/session-lifecycle.ts'
import { awaitResource, cancelTask, queueKeptWork, skipTask } from '../../lifecycle/task-lifecycle.ts'
import { takesMoney } from '../../ports/agent-of-session.ts'
import type { RecallReason } from '../../ports/dispatch.ts'
import { decide, isStuck } from '../../scheduler/decide.ts'
import { closedKey, resourceKey } from '../../scheduler/observe.ts'
import type { RunIndex } from '../../scheduler/run-index/run-index.ts'
import type { Circumstances, Decision } from '../../scheduler/snapshot.ts'
import { judgeTasks } from '../decisions/judge-tasks.ts'
import { likelyPathsOf } from '../decisions/likely-paths-of.ts'
import { moneyPause } from '../decisions/money-pause.ts'
import { pathLengthsOf } from '../decisions/path-lengths-of.ts'
import { resourceUses } from '../decisions/resource-uses.ts'
import { wantedSessions } from '../decisions/wanted-sessions.ts'
import { endRun } from '../ends/end-run.ts'
import { Latch } from '../latch.ts'
import { mergeTasks } from '../merges/merge-step.ts'
import { takeUpMerges } from '../merges/take-up-merges.ts'
import { ClashRadar } from '../radar/clash-radar.ts'
import { forwardMessages } from '../sessions/forward-messages.ts'
import { type GrantDeps, grantMoney } from '../sessions/grant-money.ts'
import { fenceOf } from '../sessions/news-of.ts'
import { type BegunDeps, reserveForBegun } from '../sessions/reserve-for-begun.ts'
import { startSession } from '../sessions/start-session.ts'
import { stopSpending } from '../sessions/stop-spending.ts'
import { takeUpSessions } from '../sessions/take-up-sessions.ts'
import { CommandFollower, commandedTasks } from './command-follower.ts'
import { newRunContext } from './new-run-context.ts'
import type { OpenedRun } from './open-run.ts'
import { prepareRun } from './prepare-run.ts'
import { readMoney } from './read-money.ts'
import type { ExecutionDeps, RunContext } from './run-context.ts'

/** The largest number of tasks that enter their merge in one transaction. The merges themselves are made one after the other (D1). */
const MERGES_AT_ONCE = 8
/** The pause before a grant of money that could not be sent is sent again. */
const GRANT_AGAIN_MS = 1_000

const unlearnedText = (count: number): string =>
  `no model reads the sessions of ${count} completed task(s) to learn from them, because the provider is on hold, the budget has too little money left for it, or the run would wait too long. What rules found is learned`

/**
 * Carries out one run: it asks the scheduler what to do, does it, and asks again after every change. Besides the executor, only commands
 * write to the run. The executor follows the commands in the database.
 */
export class RunExecutor {
  readonly #ctx: RunContext
  readonly #latch = new Latch()
  readonly #abort = new AbortController()
  readonly #background = new Set<Promise<unknown>>()
  readonly #onDefect: (defect: Error) => Promise<void>
  /** Resolves when the run has ended or the server stops. Rejects with the defect that stopped the run, after its agents have ended. */
  readonly done: Promise<void>
  #merging = false
  #radar: ClashRadar | null = null
  #defect: Error | null = null
  #refusedStart: string | null = null
  #hasToldUnlearned = false
  #clearTimer: () => void = () => {}

  /** @param onDefect called when a defect has stopped the executor. Agents may still be active then. */
  constructor(deps: ExecutionDeps, opened: OpenedRun, onDefect: (defect: Error) => Promise<void>) {
    setMaxListeners(0, this.#abort.signal)
    this.#onDefect = onDefect
    const track = (work: Promise<unknown>) => this.#track(work)
    const wake = () => this.#latch.raise()
    this.#ctx = newRunContext(deps, opened, { abort: this.#abort.signal, track, wake })
    this.done = this.#drive()
    this.done.catch(() => {})
  }

  get run(): RunRecord {
    return this.#ctx.state.run
  }

  /** The sessions whose agents are alive now. */
  get alive(): readonly Begun[] {
    return [...this.#ctx.live.values()].filter(({ isAgentAlive }) => isAgentAlive).map(({ begun }) => begun)
  }

  /**
   * Stops the run on this server and starts nothing new (R5).
   *
   * @param how `interrupt` ends the agents, and their sessions end as INTERRUPTED; `handover` leaves the agents to the next server
   * @returns when everything is stored
   */
  async stop(how: 'interrupt' | 'handover'): Promise<void> {
    this.#halt('stopping', how === 'interrupt' ? 'interrupted' : 'handover')
    await this.done.catch(() => {})
  }

  #halt(intent: 'cancelling' | 'stopping', why: RecallReason): void {
    const { live, deps } = this.#ctx
    this.#ctx.intent = intent
    this.#ctx.recallAll = why
    this.#abort.abort()
    for (const { order } of live.values()) deps.dispatch.recall(fenceOf(order), why)
    this.#latch.raise()
  }

  /** Applies the commands with a number above `after`. `run` is the record of the run after these commands. */
  async #takeCommands(run: RunRecord, after: number): Promise<void> {
    const { state, sessionLimit, deps, intent } = this.#ctx
    const limits = (await deps.store.project(run.projectId)) ?? state.limits
    if (state.lacksCostClasses(run, limits)) await judgeTasks(this.#ctx)
    state.applyCommands(run, limits)
    sessionLimit.concurrency = run.maxConcurrency
    if (run.status === 'CANCELLING' && intent !== 'cancelling') this.#halt('cancelling', 'run-cancelled')
    await deps.providerHolds.reload()
    state.forgetAnnounced(deps.providerHolds.all)
    const tasks = await commandedTasks(deps.store, state, after)
    if (tasks.length > 0) state.applyReopened(await deps.store.batches(run.id))
    for (const task of tasks) this.#takeCommanded(task)
    await forwardMessages(deps, run.id)
    this.#latch.raise()
  }

  #takeCommanded(task: RunTaskRecord): void {
    const { state, aborts, live, deps } = this.#ctx
    state.applyCommanded(task)
    if (!task.cancelRequested) return
    aborts.abort(task.id)
    for (const { begun, order } of live.values())
      if (begun.task.id === task.id) deps.dispatch.recall(fenceOf(order), 'task-cancelled')
  }

  /** Stops the run after an error. A server that has lost the run writes nothing more and leaves the agents to the new owner (R6). */
  #fail(error: unknown): void {
    if (error instanceof OwnerLost) this.#halt('stopping', 'handover')
    else {
      this.#ctx.deps.log.error({ runId: this.run.id, err: error }, 'a step of the run failed unexpectedly')
      this.#defect ??= error as Error
      this.#latch.raise()
    }
  }

  async #drive(): Promise<void> {
    const { store, providerHolds } = this.#ctx.deps
    const stopListening = providerHolds.onChange(() => this.#latch.raise())
    const commands = new CommandFollower(store, this.run, (run, after) => this.#takeCommands(run, after))
    commands.done.catch((error: unknown) => this.#fail(error))
    try {
      const index = await this.#begin()
      this.#radar = new ClashRadar(this.#ctx)
      while (this.#ctx.intent !== 'stopping' && !(await this.#step(index))) await this.#latch.wait()
    } catch (error) {
      if (error instanceof OwnerLost) this.#halt('stopping', 'handover')
      else this.#defect ??= error as Error
    }
    stopListening()
    this.#clearTimer()
    await this.#radar?.stop()
    if (this.#defect && this.#ctx.live.size > 0) await this.#onDefect(this.#defect)
    await this.#settled()
    // Commands are followed until here, because a person may cancel the tasks whose agents are still active after a defect (C2).
    commands.stop()
    if (this.#defect) throw this.#defect
  }

  /** Waits until all work in the background has ended. In a handover it does not wait for the agents: they continue for the next server. */
  async #settled(): Promise<void> {
    while (this.#background.size > 0) await this.#latch.wait()
  }

  async #begin(): Promise<RunIndex> {
    const ctx = this.#ctx
    if (ctx.state.run.status === 'CANCELLING') this.#halt('cancelling', 'run-cancelled')
    // A hold may have been released while this run was not driven.
    await ctx.deps.providerHolds.reload()
    await readMoney(ctx)
    if (ctx.state.isLimited) await judgeTasks(ctx)
    const index = ctx.state.createIndex(
      await pathLengthsOf(ctx),
      ctx.chooseSession,
      await likelyPathsOf(ctx),
      ({ settings }) => takesMoney(ctx.deps.agents, settings.agent),
    )
    await takeUpSessions(ctx)
    await takeUpMerges(ctx)
    const prepared = await prepareRun(ctx)
    if (prepared.ok || ctx.intent !== 'going') return index
    this.#refusedStart = prepared.reason
    this.#halt('cancelling', 'run-cancelled')
    return index
  }

  /** Decides and acts until no decision changes anything. @returns true when the run has ended */
  async #step(index: RunIndex): Promise<boolean> {
    for (;;) {
      if (this.#defect) throw this.#defect
      await this.#reserveForBegun()
      stopSpending(this.#ctx)
      const grantsAt = await this.#grantMoney()
      const wanted = this.#intent === 'going' ? wantedSessions(this.#ctx) : null
      const now = this.#circumstances(wanted === null ? [] : await wanted)
      const decisions = decide(index, now)
      if (isStuck(index, now, decisions))
        throw new Error(
          `run ${this.run.number} has no next step, but it has not ended: ${JSON.stringify(index.snapshot(now))}`,
        )
      if (decisions.some((decision) => decision.do === 'finish')) return this.#background.size === 0 && this.#end()
      let acted = false
      for (const decision of decisions) acted = (await this.#perform(index, decision)) || acted
      if (acted) continue
      const times = decisions.flatMap((one) => (one.do === 'wake' ? one.at : []))
      if (grantsAt !== null) times.push(grantsAt)
      if (times.length > 0) this.#wakeAt(Math.min(...times))
      return false
    }
  }

  /** Ends the run. People are told once how many LEARNING sessions did not start. */
  async #end(): Promise<boolean> {
    const { state, deps } = this.#ctx
    const unlearned = this.#intent === 'going' ? state.toLearnFrom.length : 0
    if (unlearned > 0 && !this.#hasToldUnlearned)
      this.#hasToldUnlearned = state.applyRun(await tellOfRun(deps, state.run.id, unlearnedText(unlearned)))
    return endRun(this.#ctx, this.#refusedStart)
  }

  async #reserveForBegun(): Promise<void> {
    const { deps, live, state } = this.#ctx
    const reserve: BegunDeps['reserve'] = (session, microUsd) => reserveMore(deps, session, microUsd)
    await reserveForBegun({ ...deps, reserve }, state, live.values())
  }

  async #grantMoney(): Promise<number | null> {
    const { deps, live, state, recallAll } = this.#ctx
    if (recallAll !== null) return null
    const send: GrantDeps['send'] = async (sessionId, id, message) => {
      try {
        await deps.dispatch.transcripts.send(sessionId, id, message)
        return true
      } catch (err) {
        deps.log.warn(
          { runId: this.run.id, sessionId, err },
          'a session could not be told what it may spend; trying again',
        )
        // While the session waits, perhaps no other event wakes the run. So a timer does.
        deps.clock.after(GRANT_AGAIN_MS, () => this.#latch.raise())
        return false
      }
    }
    const reserve: GrantDeps['reserve'] = (session, microUsd) => reserveMore(deps, session, microUsd)
    return grantMoney({ ...deps, reserve, send }, state, live.values())
  }

  #circumstances(wanted: Circumstances['wanted']): Circumstances {
    const { state, deps, live } = this.#ctx
    return {
      intent: this.#intent,
      maxConcurrency: state.run.maxConcurrency,
      merging: this.#merging,
      resources: resourceUses(state.run, live.values(), deps.sessionKinds),
      alive: live.size,
      budget: state.money.use(state.run, deps.prices, deps.clock.now()),
      resumesAt: state.run.resumesAt,
      wanted,
      closed: deps.providerHolds.all.map(closedKey),
      now: deps.clock.now(),
    }
  }

  get #intent(): Circumstances['intent'] {
    const { intent, state } = this.#ctx
    return intent === 'going' && state.run.status === 'PAUSED' ? 'paused' : intent
  }

  /** Carries out a decision. @returns true when it has changed the state of the run */
  async #perform(index: RunIndex, decision: Decision): Promise<boolean> {
    const { state, deps } = this.#ctx
    switch (decision.do) {
      case 'open-batch':
        return this.#openBatch(decision.number)
      case 'close-batch':
        return this.#closeBatch(decision.number)
      case 'start':
        return startSession(this.#ctx, decision.kind, state.task(decision.key), await this.#startCommit(decision))
      case 'queue-kept':
        return state.apply(await queueKeptWork(deps, state.task(decision.key), await this.#keptFrom(decision.key)))
      case 'hold':
        return this.#hold(decision)
      case 'await':
        return this.#await(decision)
      case 'merge':
        return this.#merge(index, decision.key)
      case 'skip':
        return this.#skip(decision)
      case 'cancel':
        return this.#cancelTask(decision.key)
      case 'pause':
        return state.applyRun(await pauseForBudget(deps, state.run, moneyPause(this.#ctx, decision)))
      case 'resume':
        return state.applyRun(await continueOnNextDay(deps, state.run))
      case 'warn':
        return this.#warn(decision)
      case 'wake':
      case 'finish':
        return false
    }
  }

  async #warn({ pot, percent }: Extract<Decision, { do: 'warn' }>): Promise<boolean> {
    const { state, deps } = this.#ctx
    const now = deps.clock.now()
    const use = state.money.use(state.run, deps.prices, now)?.pots.find((one) => one.pot === pot)
    if (!use) return false
    const { spentMicroUsd, limitMicroUsd: budgetMicroUsd } = use
    const warning = { pot, percent, spentMicroUsd, budgetMicroUsd, day: dayName(now) }
    return state.applyRun(await warnOfBudget(deps, state.run, warning))
  }

  async #openBatch(number: number): Promise<boolean> {
    const { state, deps } = this.#ctx
    const tasks = state.tasksOf(number)
    const waiting = tasks.filter((task) => !isTaskEnded(task.status))
    const opened = await openBatch(deps, state.run, state.batch(number), await this.#ctx.tip(), waiting, tasks.length)
    deps.reach('batch.opened')
    for (const task of opened?.tasks ?? []) state.apply(task)
    return state.applyBatch(opened?.batch ?? null)
  }

  async #closeBatch(number: number): Promise<boolean> {
    const { state, deps } = this.#ctx
    const tasks = state.tasksOf(number)
    const closed = await closeBatch(deps, state.run, state.batch(number), tasks, state.costOf(tasks))
    deps.reach('batch.closed')
    return state.applyBatch(closed)
  }

  async #startCommit({ key, from }: Extract<Decision, { do: 'start' }>): Promise<string> {
    const { state } = this.#ctx
    if (from === 'work') return state.workCommit(key)
    const task = state.task(key)
    const { startCommit } = state.batch(task.batchNumber)
    const lane = from === 'lane' ? state.lastMergeOfLane(task) : null
    return from === 'tip' || !startCommit ? this.#ctx.tip() : (lane ?? startCommit)
  }

  async #keptFrom(key: string): Promise<number> {
    const id = this.#ctx.state.task(key).keptFromRunId
    return (id ? await this.#ctx.deps.store.run(id) : null)?.number ?? 0
  }

  async #hold({ key, waitsFor }: { key: string; waitsFor: string }): Promise<boolean> {
    const { state, deps } = this.#ctx
    const hold = deps.providerHolds.all.find((one) => closedKey(one).key === waitsFor)
    if (hold === undefined) return false
    const held = await holdTask(deps, state.task(key), hold, state.markAnnounced(hold))
    // Perhaps the hold was released for a run of another server.
    if (held === null) await deps.providerHolds.reload()
    return state.apply(held)
  }

  async #await({ key, awaits }: { key: string; awaits: string | null }): Promise<boolean> {
    const { state, deps } = this.#ctx
    const name = Object.keys(state.run.settings.resources).find((one) => resourceKey(one) === awaits)
    const awaiting = await awaitResource(deps, state.task(key), name ?? null)
    deps.reach('resource.awaited')
    return state.apply(awaiting)
  }

  #merge(index: RunIndex, key: string): boolean {
    this.#merging = true
    // Without verify commands, several tasks enter their merge together. A verify takes long, so with verify commands the other tasks stay
    // in the queue until it has ended, unless they are verified together. On a red tip, each merge is compared with the one before it.
    const { verifier, red, chainLength } = this.#ctx
    const most = !verifier.isNeeded ? MERGES_AT_ONCE : red.size > 0 ? 1 : chainLength.now
    const more = index.mergesAfter(key, most - 1)
    const keys = [key, ...more.map((task) => task.key)]
    this.#track(mergeTasks(this.#ctx, keys).finally(() => (this.#merging = false)))
    return false
  }

  async #cancelTask(key: string): Promise<boolean> {
    const { state, deps } = this.#ctx
    const task = state.task(key)
    const runReason = this.#refusedStart === null ? 'the run was cancelled' : 'the run could not start'
    const reason = this.#ctx.intent === 'going' ? 'cancelled' : runReason
    return state.apply(await cancelTask(deps, task, reason, state.costOf([task])))
  }

  async #skip({ key, because }: { key: string; because: string }): Promise<boolean> {
    const { state, deps } = this.#ctx
    return state.apply(await skipTask(deps, state.run, state.task(key), this.#skipReason(because)))
  }

  #skipReason(because: string): string {
    const cause = this.#ctx.state.task(because)
    return cause.status === 'SKIPPED'
      ? `needs ${because}, which is SKIPPED (${cause.statusReason})`
      : `needs ${because}, which is ${cause.status}`
  }

  #wakeAt(at: number): void {
    const { clock } = this.#ctx.deps
    this.#clearTimer()
    this.#clearTimer = clock.after(Math.max(0, at - clock.now()), () => this.#latch.raise())
  }

  #track(work: Promise<unknown>): void {
    const watched = work
      .catch((error: unknown) => this.#fail(error))
      .finally(() => {
        this.#background.delete(watched)
        this.#latch.raise()
      })
    this.#background.add(watched)
  }
}
