import { randomUUID } from 'node:crypto'
import type { RunTaskRecord, SessionRecord } from '@coppice/engine'
import { NO_METRICS } from '@coppice/engine/domain/records'
import { describe, expect, it } from 'vitest'
import type { Database } from '../../database/database.ts'
import { sampleBatch, sampleRun, sampleRunTask, sampleSession } from '../../testing/sample-records.ts'
import { plannedProject } from '../../testing/stored-records.ts'

type Attempt = Partial<SessionRecord>

const MERGED = { status: 'COMPLETED', qualityFailures: 0, keptFromRunId: null, noChange: false } as const
const POOR = { status: 'FAILED', qualityFailures: 1 } as const
const DONE: Attempt = { status: 'COMPLETED' }
const costs = (costMicroUsd: number | null) => ({ metrics: { ...NO_METRICS, costMicroUsd } })

export const modelResultsContract = (database: () => Database) =>
  describe('the results of models', () => {
    /** Stores a run of a project in which each of the tasks has these sessions. */
    async function storedAttempts(
      tasks: readonly (readonly [Partial<RunTaskRecord>, ...Attempt[]])[],
      settings: object = { verify: ['npm test'], redBase: 'refuse' },
    ): Promise<string> {
      const { store } = database()
      const { project, taskId } = await plannedProject(store)
      const run = sampleRun(project, { settings: { ...project.settings, ...settings } })
      const batch = sampleBatch(run)
      const records = tasks.map(([fields], position) =>
        sampleRunTask(run, batch, taskId, { key: `t-${position}`, position, ...fields }),
      )
      await store.transaction((tx) => tx.insertRun(run, [batch], records))
      let number = 0
      for (const [index, [, ...attempts]] of tasks.entries())
        for (const attempt of attempts) {
          const task = records[index] as RunTaskRecord
          const fields = { kind: 'WORK', number: ++number, qualityFailures: 0, ...costs(100), ...attempt } as const
          await store.transaction((tx) => tx.insertSession(sampleSession(task, project.id, fields)))
        }
      return project.id
    }
    const resultsOf = (projectId: string) => database().store.modelResults(projectId)

    it('M3: are the share of first attempts that were merged and verified, by model and domain, and their average cost', async () => {
      const projectId = await storedAttempts([
        [MERGED, { ...DONE, model: 'small' }],
        [MERGED, { ...DONE, model: 'small', ...costs(300) }],
        [POOR, { status: 'ERROR', model: 'small', ...costs(null) }],
        [MERGED, { ...DONE, model: 'small', domain: 'testing' }],
        [MERGED, { ...DONE, model: 'large' }],
      ])
      expect(await resultsOf(projectId)).toEqual([
        { model: 'large', domain: 'api', samples: 1, merged: 1, averageCostMicroUsd: 100 },
        { model: 'small', domain: 'api', samples: 3, merged: 2, averageCostMicroUsd: 200 },
        { model: 'small', domain: 'testing', samples: 1, merged: 1, averageCostMicroUsd: 100 },
      ])
    })

    it('M3: count only the first attempt: a model that did better afterwards gets no credit', async () => {
      const projectId = await storedAttempts([
        [
          { ...MERGED, qualityFailures: 1 },
          { ...DONE, model: 'small' },
          { ...DONE, model: 'large', qualityFailures: 1 },
        ],
      ])
      expect(await resultsOf(projectId)).toMatchObject([{ model: 'small', samples: 1, merged: 0 }])
    })

    it('M3: do not count failures of infrastructure and providers', async () => {
      const projectId = await storedAttempts([
        [MERGED, { status: 'ERROR', cutOff: true, model: 'first' }, { ...DONE, model: 'second' }],
        [
          { status: 'FAILED', qualityFailures: 0 },
          { status: 'ERROR', model: 'third' },
        ],
        [
          { status: 'CANCELLED', qualityFailures: 0 },
          { status: 'CANCELLED', model: 'fourth' },
        ],
        [
          { status: 'RUNNING', qualityFailures: 0 },
          { status: 'RUNNING', model: 'fifth' },
        ],
      ])
      expect(await resultsOf(projectId)).toMatchObject([{ model: 'second', samples: 1, merged: 1 }])
    })

    it('M3: do not count work of persons, work that changed nothing, and merges that nothing verified', async () => {
      const one = [MERGED, DONE] as const
      const projectId = await storedAttempts([
        [{ ...MERGED, keptFromRunId: randomUUID() }, DONE],
        [{ ...MERGED, noChange: true }, DONE],
      ])
      expect(await resultsOf(projectId)).toEqual([])
      expect(await resultsOf(await storedAttempts([one], { verify: [] }))).toEqual([])
      expect(await resultsOf(await storedAttempts([one], { redBase: 'allow' }))).toEqual([])
      expect(await resultsOf(await storedAttempts([one]))).toHaveLength(1)
      expect(await resultsOf('no id')).toEqual([])
    })
  })
