import type { Clock, RunEvent } from '@coppice/engine'
import { expect, it } from 'vitest'
import { eventOf, finished } from '../engine-under-test.ts'
import { givenAgents, givenTasks, writes } from './given-agents.ts'

const DAY_MS = 86_400_000

/** The clock of the machine, with a jump to the next day (UTC). The timers that are due then fire at once. */
class JumpingClock implements Clock {
  #offsetMs = 0
  readonly #waiting = new Map<() => void, number>()

  now = (): number => Date.now() + this.#offsetMs

  after = (delayMs: number, call: () => void): (() => void) => {
    const fire = () => {
      clearTimeout(timer)
      if (this.#waiting.delete(fire)) call()
    }
    const timer = setTimeout(fire, delayMs)
    this.#waiting.set(fire, this.now() + delayMs)
    return () => {
      clearTimeout(timer)
      this.#waiting.delete(fire)
    }
  }

  random = (): number => 0.5

  jumpToNextDay(): void {
    this.#offsetMs += DAY_MS - (this.now() % DAY_MS)
    for (const [fire, at] of [...this.#waiting]) if (at <= this.now()) fire()
  }
}

const status = (words: RegExp | null) => (event: RunEvent) =>
  event.type === 'RunStatusChanged' &&
  (words === null ? event.data.runStatus === 'RUNNING' : words.test(event.data.reason ?? ''))

it('M2: the budgets of a project and of a day stop a run without its own budget; a raise and the next day continue it', async () => {
  const keys = ['a', 'b', 'c']
  const clock = new JumpingClock()
  const scripts = Object.fromEntries(keys.map((key) => [key, { steps: [writes(key), { text: 'Done.' }] }]))
  const agents = await givenAgents(scripts, {}, { clock })
  const { project } = await givenTasks(agents, keys)
  const { engine, database } = agents.under
  // One session costs about $0.002.
  await engine.setProjectBudget({ projectId: project.id, budgetUsd: 0.001 })
  const run = await engine.startParallel({ projectId: project.id, maxConcurrency: 2 })
  expect(run.budgetMicroUsd).toBeNull()
  await eventOf(
    agents.under,
    run.id,
    status(/^the budget of \$0\.0010 of the project is spent .*coppice budget project AMOUNT$/),
  )

  await engine.setProjectBudget({ projectId: project.id, budgetUsd: 5, dayBudgetUsd: 0.0001 })
  const paused = await eventOf(
    agents.under,
    run.id,
    status(/for \d{4}-\d\d-\d\d \(UTC\) is spent .* continues at 00:00 UTC on .*budget day AMOUNT$/),
  )
  const waiting = await database.store.run(run.id)
  expect(waiting).toMatchObject({ status: 'PAUSED', awaitsBudget: true })
  expect((waiting?.resumesAt ?? 0) % DAY_MS).toBe(0)
  expect(paused.data).toMatchObject({ awaitsBudget: true, resumesAt: waiting?.resumesAt })
  // A person can hold the run that waits for the day. Then only a person continues it.
  expect(await engine.pause({ runId: run.id })).toMatchObject({ awaitsBudget: false, resumesAt: null })
  await expect(engine.pause({ runId: run.id })).rejects.toThrow('is already paused')
  const held = (await database.store.run(run.id))?.lastSequence ?? 0
  await engine.resume({ runId: run.id })
  await eventOf(agents.under, run.id, (event) => event.sequence > held && status(/ continues at 00:00 UTC on /)(event))
  const again = await database.store.run(run.id)
  const commands = again?.lastCommand
  const before = again?.lastSequence ?? 0
  clock.jumpToNextDay()
  const isLater = (event: RunEvent) => event.sequence > before && status(null)(event)
  await eventOf(agents.under, run.id, isLater)
  expect((await database.store.run(run.id))?.lastCommand, 'nobody has sent a command').toBe(commands)

  await engine.setProjectBudget({ projectId: project.id, dayBudgetUsd: null })
  const { run: ended, statuses } = await finished(agents.under, run.id)
  expect(ended).toMatchObject({ status: 'COMPLETED', resumesAt: null })
  expect(statuses).toEqual({ a: 'COMPLETED', b: 'COMPLETED', c: 'COMPLETED' })
  const events = await database.store.events(run.id, 0, 1_000)
  const pots = events.flatMap(({ type, data }) => (type === 'BudgetWarned' ? [data.pot] : []))
  expect(new Set(pots)).toEqual(new Set(['PROJECT', 'DAY']))
  await expect(engine.setProjectBudget({ projectId: project.id, dayBudgetUsd: 0 })).rejects.toMatchObject({
    fields: [{ path: 'dayBudgetUsd', message: expect.stringContaining('above 0') }],
  })
})
