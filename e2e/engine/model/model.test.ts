import { isRunEnded } from '@coppice/engine/domain/statuses'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { expectNoContradiction } from '../no-contradiction.ts'
import { anyCommands } from './commands.ts'
import { DrivenRun, type Observed } from './driven-run.ts'

/** The number of random sequences of commands. Each is carried out on the real engine. For a long search, set COPPICE_MODEL_RUNS=200. */
const numRuns = Number(process.env.COPPICE_MODEL_RUNS ?? 3)

const start = fc.record({
  strategy: fc.constantFrom('BATCHES' as const, 'CONTINUOUS' as const),
  slots: fc.integer({ min: 1, max: 4 }),
})

/** Ends all agents with success and moves the clock, until the run has ended. */
async function lead(run: DrivenRun, seen: Observed): Promise<Observed> {
  let now = seen
  for (let rounds = 0; !isRunEnded(now.run.status); rounds += 1) {
    expect(rounds, 'the run ends').toBeLessThan(40)
    if (now.run.status === 'PAUSED') await run.engine.resume({ runId: run.runId })
    for (const task of now.alive) run.endAgent(task, 'well')
    if (now.alive.length === 0) run.clock.moveTo(run.clock.now() + 2 * 3_600_000)
    now = await run.settled()
  }
  return now
}

function expectWhole({ run, tasks }: Observed, { repository }: DrivenRun): void {
  const completed = tasks.filter(({ status }) => status === 'COMPLETED').map(({ key }) => `${key}.txt`)
  const tip = repository.git('ls-tree', '-r', '--name-only', run.branch).split('\n')
  expect(tip.filter((name) => name.endsWith('.txt')).sort()).toEqual(completed.sort())
  const all = completed.length === tasks.length
  if (run.status !== 'CANCELLED') expect(run.status).toBe(all ? 'COMPLETED' : 'FAILED')
  expect(repository.git('for-each-ref', 'refs/coppice/slots/')).toBe('')
}

it('S, C, R: a run keeps all rules and ends, for any sequence of commands, ends of agents and restarts', {
  timeout: 1_800_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(start, anyCommands, async ({ strategy, slots }, commands) => {
      const run = await DrivenRun.start(strategy, slots)
      try {
        const model = { seen: await run.settled() }
        await fc.asyncModelRun(() => ({ model, real: run }), commands)
        expectWhole(await lead(run, model.seen), run)
        await expectNoContradiction(run.under, run.runId)
      } finally {
        await run.close()
      }
    }),
    { numRuns, endOnFailure: true },
  )
})
