import { expect, test } from 'vitest'
import { run, task } from '../view/fixtures/build.ts'
import { deliveredTasks } from './delivered-tasks.ts'

test('a delivery lists the first completed tasks with their commits, and counts the others', () => {
  const done = Array.from({ length: 14 }, (_, index) =>
    task(`t${index}`, 'e', 1, { status: 'COMPLETED', commit: `${index % 10}`.repeat(40) }),
  )
  const { tasks, listed, more } = deliveredTasks(run([...done, task('failed', 'e', 1, { status: 'FAILED' })], []))
  expect({ tasks, more, listed: listed.length }).toEqual({ tasks: 14, more: 2, listed: 12 })
  expect(listed[1]).toBe('t1 (111111111)')
})
