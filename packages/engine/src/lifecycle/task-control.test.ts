import { describe, expect, it } from 'vitest'
import type { RunTaskRecord } from '../domain/records.ts'
import type { TaskStatus } from '../domain/statuses.ts'
import { skippedBehind } from './task-control.ts'

const task = (
  key: string,
  batchNumber: number,
  status: TaskStatus,
  hard: readonly string[],
  soft: readonly string[] = [],
) =>
  ({
    ...{ key, batchNumber, status },
    dependsOn: [
      ...hard.map((need) => ({ key: need, kind: 'HARD' as const })),
      ...soft.map((need) => ({ key: need, kind: 'SOFT' as const })),
    ],
  }) as unknown as RunTaskRecord

const keysBehind = (tasks: readonly RunTaskRecord[], key: string) => skippedBehind(tasks, key).map((one) => one.key)

describe('S7: the tasks that wait again with a retried task', () => {
  it('are the skipped tasks that need it, directly or through others, wherever they are in the plan', () => {
    const tasks = [
      task('last', 3, 'SKIPPED', ['middle']),
      task('middle', 2, 'SKIPPED', ['first']),
      task('first', 1, 'FAILED', []),
    ]
    expect(keysBehind(tasks, 'first')).toEqual(['middle', 'last'])
  })

  it('are not tasks that also need another unmerged task, and not tasks that were skipped for another reason', () => {
    const tasks = [
      task('first', 1, 'FAILED', []),
      task('other', 1, 'CANCELLED', []),
      task('both', 2, 'SKIPPED', ['first', 'other']),
      task('behind-both', 3, 'SKIPPED', ['first', 'both']),
      task('alone', 1, 'SKIPPED', []),
      task('soft', 2, 'SKIPPED', ['alone'], ['first']),
      task('done', 2, 'COMPLETED', ['first']),
    ]
    expect(keysBehind(tasks, 'first')).toEqual([])
  })
})
