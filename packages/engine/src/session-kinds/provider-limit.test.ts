import { expect, it } from 'vitest'
import type { ProcessEnd } from '../domain/process-end.ts'
import type { ReachedLimit } from '../domain/provider.ts'
import type { RunTaskRecord } from '../domain/records.ts'
import { providerLimit } from './provider-limit.ts'

const limitOf = (uncounted: number, explains: ReachedLimit['explains'], failed: boolean) => {
  const limit = { until: null, reason: '429', explains }
  const task = { attempts: uncounted + 1, countedAttempts: 1 } as RunTaskRecord
  return providerLimit(task, { is: 'ended', process: { limit } as ProcessEnd }, failed)?.reason ?? null
}

it('S5, S3: a limit that certainly ended the attempt counts after any number of attempts, because its work is not finished', () => {
  for (const uncounted of [1, 20, 21, 1_000])
    for (const failed of [true, false]) expect(limitOf(uncounted, 'always', failed)).toBe('429')
})

it('S5: a limit that may explain a failure counts for 20 attempts, so that nothing repeats a task forever', () => {
  expect(limitOf(20, 'failure', true)).toBe('429')
  expect(limitOf(21, 'failure', true)).toBeNull()
  expect(limitOf(1, 'failure', false)).toBeNull()
})
