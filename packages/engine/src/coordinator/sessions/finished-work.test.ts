import { expect, it } from 'vitest'
import { FinishedWork } from './finished-work.ts'

it('D1: the newest session that finished the work of a task is known, and sessions beside the task do not count', () => {
  const finished = new FinishedWork()
  expect(finished.sessionOf('a')).toBeNull()
  finished.add({ runTaskId: 'a', kind: 'WORK', number: 1 })
  finished.add({ runTaskId: 'a', kind: 'CONFLICT', number: 3 })
  finished.add({ runTaskId: 'a', kind: 'LEARNING', number: 4 })
  finished.add({ runTaskId: 'b', kind: 'WORK', number: 2 })
  expect(['a', 'b'].map((id) => finished.sessionOf(id))).toEqual([3, 2])
})
