import { expect, it } from 'vitest'
import { textReport } from './search-report.ts'

it('counts all tasks and sessions, also those that the server does not name', async () => {
  const messages: string[] = []
  const report = textReport({ write: async () => {}, message: (text) => void messages.push(text) })
  await report.page({
    ...{ edges: [], pageInfo: { hasNextPage: true, endCursor: 'x' } },
    ...{ totalCount: 900, totalTasks: 450, totalUnsearched: 2 },
    tasks: [
      { taskKey: 'a', totalCount: 3 },
      { taskKey: 'b', totalCount: 1 },
    ],
    unsearched: [{ session: { number: 7, task: { key: 'a' } }, reason: 'Its output is not on this machine.' }],
  })
  await report.page({ edges: [], pageInfo: { hasNextPage: false, endCursor: null } })
  await report.end()
  expect(messages).toEqual([
    'Session 7 of a was not searched, or not all of it. Its output is not on this machine.',
    'The same holds for 1 more session.',
    'Lines with the text: 900 in 450 tasks (a 3, b 1, and 448 more tasks).',
  ])
})
