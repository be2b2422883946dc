import { Refusal, type RunTaskRecord } from '@coppice/engine'
import { isRunEnded, isTaskEnded } from '@coppice/engine/domain/statuses'
import fc from 'fast-check'
import { expect } from 'vitest'
import type { DrivenRun, Observed, Verdict } from './driven-run.ts'

/**
 * The model of the run: the state that was observed after the last command. After the next command, the checks compare the new state with
 * it.
 */
export interface Model {
  seen: Observed
}

/** Sends a command to the run, then checks its effects. */
abstract class Command implements fc.AsyncCommand<Model, DrivenRun> {
  check({ seen }: Model): boolean {
    return !isRunEnded(seen.run.status)
  }

  async run(model: Model, run: DrivenRun): Promise<void> {
    const before = model.seen
    await this.send(run, before)
    const after = await run.settled()
    model.seen = after
    expectLawful(before, after)
    await this.expectAfter(before, after, run)
  }

  abstract send(run: DrivenRun, before: Observed): Promise<void>
  async expectAfter(_before: Observed, _after: Observed, _run: DrivenRun): Promise<void> {}
  abstract toString(): string
}

const chosen = <T>(items: readonly T[], index: number): T | undefined => items[index % Math.max(1, items.length)]
const now = (after: Observed, { key }: RunTaskRecord) => after.tasks.find((task) => task.key === key) as RunTaskRecord

/** Checks the rules that must hold after every command. */
function expectLawful(before: Observed, after: Observed): void {
  const { run, tasks, alive } = after
  expect(alive.length, 'S1').toBeLessThanOrEqual(Math.max(run.maxConcurrency, before.alive.length))
  if (run.status === 'CANCELLED') return
  const status = new Map(tasks.map((task) => [task.key, task.status]))
  for (const task of tasks) {
    const needs = task.dependsOn.map((need) => ({ ...need, status: status.get(need.key) ?? 'COMPLETED' }))
    const unmet = needs.filter((need) => need.kind === 'HARD' && need.status !== 'COMPLETED')
    // A task with `startsFromTip` is left out. It may be merged without a task that it needs, if a person retried that task later (S7).
    if (task.status === 'COMPLETED' && !task.startsFromTip && unmet.some((need) => isTaskEnded(need.status)))
      throw new Error(`S3: ${task.key} is merged without ${unmet.map(({ key }) => key)}`)
    if (task.status === 'SKIPPED') expect(unmet.length, `S4: ${task.key} is skipped`).toBeGreaterThan(0)
    if (task.status === 'PENDING')
      expect(
        unmet.every((need) => !isTaskEnded(need.status)),
        `S4: ${task.key} waits for a task that will not be merged`,
      ).toBe(true)
  }
}

async function unlessRefused(command: Promise<unknown>, isRefused: boolean): Promise<void> {
  if (isRefused) await expect(command).rejects.toBeInstanceOf(Refusal)
  else await command
}

const newAttempts = (before: Observed, after: Observed) =>
  after.tasks.filter((task) => task.attempts > now(before, task).attempts).map(({ key }) => key)

class EndAgent extends Command {
  readonly #index: number
  readonly #verdict: Verdict

  constructor(index: number, verdict: Verdict) {
    super()
    this.#index = index
    this.#verdict = verdict
  }

  override check(model: Model): boolean {
    return super.check(model) && model.seen.alive.length > 0
  }

  async send(run: DrivenRun, { alive }: Observed): Promise<void> {
    run.endAgent(chosen(alive, this.#index) as RunTaskRecord, this.#verdict)
  }

  override async expectAfter(before: Observed, after: Observed): Promise<void> {
    const task = chosen(before.alive, this.#index) as RunTaskRecord
    const { status, countedAttempts, scheduledFor } = now(after, task)
    if (this.#verdict === 'well') expect(['MERGING', 'COMPLETED']).toContain(status)
    else if (this.#verdict === 'limited')
      expect({ status, countedAttempts }).toEqual({
        status: 'PENDING',
        countedAttempts: task.countedAttempts,
      })
    else expect(status).toBe(task.countedAttempts + 1 < 2 ? 'PENDING' : 'FAILED')
    if (status === 'PENDING') expect(scheduledFor, 'S5').not.toBeNull()
  }

  toString = () => `agent ${this.#index} ends ${this.#verdict}`
}

class Pause extends Command {
  async send(run: DrivenRun, before: Observed): Promise<void> {
    await unlessRefused(run.engine.pause({ runId: run.runId }), before.run.status === 'PAUSED')
  }

  override async expectAfter(before: Observed, after: Observed): Promise<void> {
    expect(after.run.status).toBe('PAUSED')
    expect(newAttempts(before, after), 'S7').toEqual([])
  }

  toString = () => 'pause'
}

class Resume extends Command {
  async send(run: DrivenRun, before: Observed): Promise<void> {
    await unlessRefused(run.engine.resume({ runId: run.runId }), before.run.status !== 'PAUSED')
  }

  override async expectAfter(_: Observed, after: Observed): Promise<void> {
    expect(after.run.status).not.toBe('PAUSED')
  }

  toString = () => 'resume'
}

class Slots extends Command {
  readonly #count: number

  constructor(count: number) {
    super()
    this.#count = count
  }

  async send(run: DrivenRun): Promise<void> {
    await run.engine.setMaxConcurrency({ runId: run.runId, maxConcurrency: this.#count })
  }

  override async expectAfter(before: Observed, after: Observed): Promise<void> {
    expect(after.run.maxConcurrency).toBe(this.#count)
    for (const task of before.alive)
      expect(now(after, task), 'S1: running agents continue').toMatchObject({ status: 'RUNNING' })
  }

  toString = () => `${this.#count} slots`
}

abstract class TaskCommand extends Command {
  protected readonly index: number

  constructor(index: number) {
    super()
    this.index = index
  }

  protected taskOf(tasks: readonly RunTaskRecord[]): RunTaskRecord {
    return chosen(tasks, this.index) as RunTaskRecord
  }
}

class CancelTask extends TaskCommand {
  async send(run: DrivenRun, { tasks }: Observed): Promise<void> {
    const task = this.taskOf(tasks)
    await unlessRefused(run.engine.cancelTask({ runTaskId: task.id }), isTaskEnded(task.status))
  }

  override async expectAfter({ tasks }: Observed, after: Observed): Promise<void> {
    const task = this.taskOf(tasks)
    expect(now(after, task).status).toBe(isTaskEnded(task.status) ? task.status : 'CANCELLED')
  }

  toString = () => `cancel task ${this.index}`
}

class RetryTask extends TaskCommand {
  async send(run: DrivenRun, { tasks }: Observed): Promise<void> {
    const task = this.taskOf(tasks)
    await unlessRefused(run.engine.retryTask({ runTaskId: task.id }), !this.#mayRetry(task))
  }

  override async expectAfter({ tasks }: Observed, after: Observed): Promise<void> {
    const task = this.taskOf(tasks)
    const { status, countedAttempts } = now(after, task)
    if (!this.#mayRetry(task)) expect(status).toBe(task.status)
    else if (status !== 'SKIPPED') {
      expect(['PENDING', 'RUNNING']).toContain(status)
      expect(countedAttempts, 'S5').toBe(0)
    }
  }

  #mayRetry = ({ status }: RunTaskRecord) => ['FAILED', 'CONFLICT', 'CANCELLED'].includes(status)

  toString = () => `retry task ${this.index}`
}

class ReleaseProviders extends Command {
  async send(run: DrivenRun): Promise<void> {
    await run.engine.releaseProvider({ runId: run.runId })
  }

  override async expectAfter(before: Observed, after: Observed, { clock }: DrivenRun): Promise<void> {
    for (const { key, scheduledFor, statusReason } of after.tasks)
      if (/^(waits for|provider limit)/.test(statusReason ?? ''))
        expect(scheduledFor ?? 0, `S5: ${key} waits for a hold that a person ended`).toBeLessThanOrEqual(clock.now())
    for (const task of before.tasks)
      expect(now(after, task).countedAttempts, 'S5: no attempt is used up').toBe(task.countedAttempts)
  }

  toString = () => 'end all holds'
}

class TimePasses extends Command {
  async send(run: DrivenRun): Promise<void> {
    run.clock.moveTo(run.clock.now() + 2 * 3_600_000)
  }

  toString = () => 'two hours pass'
}

class Restart extends Command {
  readonly #how: 'interrupt' | 'handover'

  constructor(how: 'interrupt' | 'handover') {
    super()
    this.#how = how
  }

  async send(run: DrivenRun): Promise<void> {
    await run.restart(this.#how)
  }

  override async expectAfter(before: Observed, after: Observed): Promise<void> {
    expect(after.run.status).toBe(before.run.status)
    if (this.#how === 'handover') {
      for (const task of before.alive) expect(now(after, task), 'R5').toMatchObject({ attempts: task.attempts })
      return
    }
    for (const task of before.alive)
      expect(now(after, task).countedAttempts, 'S5: an attempt that was cut off does not count').toBe(
        task.countedAttempts,
      )
  }

  toString = () => this.#how
}

class CancelRun extends Command {
  async send(run: DrivenRun, { alive }: Observed): Promise<void> {
    expect(await run.engine.cancel({ runId: run.runId })).toMatchObject({ cancelledAgents: alive.length })
  }

  override async expectAfter(before: Observed, after: Observed): Promise<void> {
    expect(after.run.status).toBe('CANCELLED')
    expect(newAttempts(before, after), 'C2').toEqual([])
    for (const task of before.tasks.filter(({ status }) => isTaskEnded(status)))
      expect(now(after, task).status).toBe(task.status)
  }

  toString = () => 'cancel the run'
}

const index = fc.nat(5)
const often = (command: fc.Arbitrary<Command>) => [command, command, command]

export const anyCommands = fc.commands<Model, DrivenRun, false>(
  [
    ...often(index.map((at) => new EndAgent(at, 'well'))),
    ...often(
      fc.tuple(index, fc.constantFrom('badly' as const, 'limited' as const)).map(([at, how]) => new EndAgent(at, how)),
    ),
    fc.constant(new Pause()),
    ...often(fc.constant(new Resume())),
    fc.integer({ min: 1, max: 4 }).map((count) => new Slots(count)),
    index.map((at) => new CancelTask(at)),
    ...often(index.map((at) => new RetryTask(at))),
    ...often(fc.constant(new TimePasses())),
    ...often(fc.constant(new ReleaseProviders())),
    fc.constantFrom('interrupt' as const, 'handover' as const).map((how) => new Restart(how)),
    fc.constant(new CancelRun()),
  ],
  { maxCommands: 16, size: 'max' },
)
