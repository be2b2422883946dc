import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RunRecord } from '@coppice/engine'
import { commandPlan } from '@coppice/testkit'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  type EngineUnderTest,
  engineUnderTest,
  eventOf,
  finished,
  projectWith,
  startParallel,
} from './engine-under-test.ts'
import { HeldClock } from './held-clock.ts'

/** The fail point at which the engine meets an error, each time that it reaches it. */
let failsAt: string | null = null
const clock = new HeldClock()
let under: EngineUnderTest

beforeAll(async () => {
  under = await engineUnderTest('pglite', {
    clock,
    reach: (point) => {
      if (point === failsAt) throw new Error('no space left on device')
    },
  })
})
beforeEach(() => {
  failsAt = null
})
afterAll(() => under.close())

const TASKS = [{ key: 'a', epic: 'e', run: 'echo a > a.txt' }]

async function stored({ id }: RunRecord): Promise<RunRecord> {
  const run = await under.database.store.run(id)
  if (!run) throw new Error('no run')
  return run
}

/** A run that has ended, and the commit of main before it. */
async function ended(delivery: 'auto' | 'manual') {
  const one = await projectWith(under, commandPlan(TASKS, { delivery }))
  const before = one.repository.git('rev-parse', 'main')
  const { run } = await finished(under, (await startParallel(under, one.project)).id)
  return { ...one, before, run }
}

/** Sends a request for a run, and waits for its outcome. */
async function outcomeOf(run: RunRecord, request: 'deliver' | 'undoDelivery'): Promise<RunRecord> {
  const { lastSequence } = await stored(run)
  await under.engine[request]({ runId: run.id })
  await eventOf(under, run.id, ({ type, sequence }) => type === 'DeliveryFinished' && sequence > lastSequence)
  return stored(run)
}

describe('R1, D2: when an error comes after the base branch has moved, the record says what has happened', () => {
  it('a delivery that a person asked for is DELIVERED, and can be undone', async () => {
    const { repository, before, run } = await ended('manual')
    failsAt = 'hand-delivery.base-moved'
    expect(await outcomeOf(run, 'deliver')).toMatchObject({
      deliveryStatus: 'DELIVERED',
      deliveryCommit: repository.git('rev-parse', 'coppice/run-1'),
      deliveryFrom: before,
      deliveryRequestedAt: null,
    })
    expect(await outcomeOf(run, 'undoDelivery')).toMatchObject({ deliveryStatus: 'UNDONE', deliveryCommit: before })
  })

  it('when it has not moved, the delivery is REFUSED with the error', async () => {
    const { repository, before, run } = await ended('manual')
    failsAt = 'hand-delivery.begun'
    expect(await outcomeOf(run, 'deliver')).toMatchObject({
      deliveryStatus: 'REFUSED',
      deliveryReason: 'the delivery failed: no space left on device. Try again: `coppice deliver 1`',
    })
    expect(repository.git('rev-parse', 'main')).toBe(before)
  })

  it.each([['moved back'], ['reverted']])('a delivery whose work is %s is UNDONE', async (how) => {
    const { repository, run } = await ended('auto')
    if (how === 'reverted') {
      writeFileSync(join(repository.path, 'mine.txt'), 'mine\n')
      repository.git('add', '.')
      repository.git('commit', '-qm', 'mine')
    }
    failsAt = 'undo.base-moved'
    const after = await outcomeOf(run, 'undoDelivery')
    expect(after).toMatchObject({ deliveryStatus: 'UNDONE', deliveryCommit: repository.git('rev-parse', 'main') })
    expect(repository.git('ls-files').split('\n')).toEqual(
      how === 'reverted' ? ['README.md', 'mine.txt'] : ['README.md'],
    )
  })

  it('a run that ends after too many errors waits for its delivery, and delivering it finds out that it was delivered', async () => {
    const { project, repository } = await projectWith(under, commandPlan(TASKS))
    const before = repository.git('rev-parse', 'main')
    failsAt = 'delivery.base-moved'
    const { id } = await startParallel(under, project)
    const moving = setInterval(() => clock.moveTo(clock.now() + 60_000), 20)
    const { run } = await finished(under, id).finally(() => clearInterval(moving))
    expect(run).toMatchObject({ status: 'FAILED', halts: 8, deliveryStatus: 'PENDING' })
    failsAt = null
    await expect(under.engine.cancel({ runId: id })).rejects.toThrow('Run 1 is FAILED; there is nothing to cancel.')
    expect(await outcomeOf(run, 'deliver')).toMatchObject({ deliveryStatus: 'DELIVERED', deliveryFrom: before })
  })
})
