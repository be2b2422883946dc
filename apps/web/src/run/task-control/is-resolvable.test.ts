import { expect, it } from 'vitest'
import { isResolvable } from './is-resolvable.ts'

it('D4: a task that ended unmerged can be resolved by hand, also after its run; a skipped one and one of a run that is being cancelled cannot', () => {
  const resolvable = (run: 'RUNNING' | 'FAILED' | 'CANCELLING') =>
    (['PENDING', 'RUNNING', 'COMPLETED', 'FAILED', 'CONFLICT', 'SKIPPED', 'CANCELLED'] as const).filter((status) =>
      isResolvable({ status: run }, { status }),
    )
  expect(resolvable('RUNNING')).toEqual(['FAILED', 'CONFLICT', 'CANCELLED'])
  expect(resolvable('FAILED')).toEqual(['FAILED', 'CONFLICT', 'CANCELLED'])
  expect(resolvable('CANCELLING')).toEqual([])
})
