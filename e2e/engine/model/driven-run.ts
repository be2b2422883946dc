import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BatchRecord, RunRecord, RunTaskRecord } from '@coppice/engine'
import { isRunEnded } from '@coppice/engine/domain/statuses'
import { batchState, closedKey, decide, RunIndex, type Snapshot, taskState } from '@coppice/engine/scheduler'
import { commandPlan } from '@coppice/testkit'
import { type EngineUnderTest, engineUnderTest, projectWith } from '../engine-under-test.ts'
import { HeldClock } from '../held-clock.ts'

export type Verdict = 'well' | 'badly' | 'limited'

export interface Observed {
  run: RunRecord
  batches: BatchRecord[]
  tasks: RunTaskRecord[]
  /** The tasks whose agent is running. */
  alive: RunTaskRecord[]
}

/** Six tasks in three batches. Two of them have another provider than the others. */
const TASKS = [
  { key: 'a', dependsOn: [] },
  { key: 'b', dependsOn: [], provider: 'other' },
  { key: 'c', dependsOn: ['a'] },
  { key: 'd', dependsOn: [{ task: 'a', kind: 'soft' }, 'b'], provider: 'other' },
  { key: 'e', dependsOn: ['c', 'd'] },
  { key: 'f', dependsOn: ['b'] },
]

/** A run of the real engine that a test controls: an agent ends when the test calls `endAgent`, and time passes when it moves the clock. */
export class DrivenRun {
  readonly clock = new HeldClock()
  #under: EngineUnderTest
  readonly #gates: string
  repository!: Awaited<ReturnType<typeof projectWith>>['repository']
  runId = ''

  private constructor(under: EngineUnderTest, clock: HeldClock) {
    this.#under = under
    this.#gates = under.home
    this.clock = clock
  }

  static async start(strategy: RunRecord['strategy'], maxConcurrency: number): Promise<DrivenRun> {
    const clock = new HeldClock()
    const driven = new DrivenRun(await engineUnderTest('pglite', { clock }), clock)
    const tasks = TASKS.map((task) => ({ ...task, epic: 'e', run: driven.#agent(task.key) }))
    const plan = commandPlan(tasks, { defaults: { maxAttempts: 2 } })
    const { project, repository } = await projectWith(driven.under, plan)
    driven.repository = repository
    driven.runId = (await driven.engine.startParallel({ projectId: project.id, maxConcurrency, strategy })).id
    return driven
  }

  get under(): EngineUnderTest {
    return this.#under
  }

  get engine(): EngineUnderTest['engine'] {
    return this.#under.engine
  }

  /** Ends the agent of the task's current attempt: with success, with a failure, or at a limit of its provider. */
  endAgent({ key, attempts }: RunTaskRecord, verdict: Verdict): void {
    writeFileSync(this.#gate(key, attempts), verdict)
  }

  async restart(how: 'interrupt' | 'handover'): Promise<void> {
    await this.engine.stop(how)
    this.#under = await this.#under.restart()
  }

  async close(): Promise<void> {
    await this.#under.close()
  }

  /** Waits until the run has ended, or can change only by a command. @returns the records of the run */
  async settled(): Promise<Observed> {
    const { store } = this.#under.database
    for (;;) {
      const changed = new Promise<void>((resolve) => {
        const stop = store.onEvents(this.runId, () => {
          stop()
          resolve()
        })
      })
      const observed = await this.#observe()
      if (isRunEnded(observed.run.status) || (await this.#isQuiet(observed))) return observed
      await changed
    }
  }

  async #observe(): Promise<Observed> {
    return this.#under.database.store.transaction(async (tx) => {
      const run = await tx.run(this.runId)
      if (!run) throw new Error('the run does not exist')
      const tasks = await tx.runTasks(run.id)
      const alive = tasks.filter(({ status }) => status === 'RUNNING')
      return { run, batches: await tx.batches(run.id), tasks, alive }
    })
  }

  async #isQuiet({ run, batches, tasks, alive }: Observed): Promise<boolean> {
    if (run.startCommit === null) return false
    const isAtWork = (task: RunTaskRecord) =>
      task.phase === 'AGENT' && !existsSync(this.#gate(task.key, task.attempts)) && !task.cancelRequested
    if (!alive.every(isAtWork) || (run.status === 'CANCELLING' && alive.length > 0)) return false
    if (tasks.some(({ status, phase }) => status === 'MERGING' && phase !== 'QUEUE')) return false
    const snapshot: Snapshot = {
      ...{ mode: run.mode, strategy: run.strategy, isolation: run.isolation, maxConcurrency: run.maxConcurrency },
      intent: run.status === 'PAUSED' ? 'paused' : run.status === 'CANCELLING' ? 'cancelling' : 'going',
      ...{ merging: false, now: this.clock.now() },
      closed: (await this.#under.database.store.providerHolds()).map(closedKey),
      ...{ alive: alive.length, wanted: [], resources: [] },
      batches: batches.map(batchState),
      tasks: tasks.map((task) => taskState(task, 0, task.settings.provider ?? task.agent)),
    }
    return decide(RunIndex.of(snapshot), snapshot).every((decision) => decision.do === 'wake')
  }

  #agent(key: string): string {
    const gate = this.#gate(key, '$COPPICE_ATTEMPT')
    return [
      `n=0; while [ ! -s ${gate} ] && [ $n -lt 24000 ]; do n=$((n+1)); sleep 0.05; done`,
      `case "$(cat ${gate})" in`,
      `well) echo ${key} > ${key}.txt;;`,
      "limited) echo 'COPPICE: provider limit for 1h'; exit 1;;",
      '*) exit 1;; esac',
    ].join('\n')
  }

  #gate(key: string, attempt: number | string): string {
    return join(this.#gates, `end-${key}-${attempt}`)
  }
}
