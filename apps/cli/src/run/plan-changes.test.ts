import { expect, test } from 'vitest'
import { changeLines } from './plan-changes.ts'

const none = { total: 0, keys: [] }
const tasks = { added: none, changed: none, archived: none, revived: none }

test('P6: the changes of an import are listed by setting and by task, without control characters', () => {
  const lines = changeLines({
    settings: [
      { name: 'verify', before: ['npm test', 'npm run\u001b[2J lint'], after: [] },
      { name: 'delivery', before: ['auto'], after: ['manual'] },
    ],
    removedSafeguards: ['VERIFY'],
    keptFollowUps: { total: 1, keys: ['docs'] },
    tasks: { ...tasks, added: { total: 1, keys: ['a'] }, archived: { total: 7, keys: ['b', 'c', 'd', 'e', 'f'] } },
  })
  expect(lines).toEqual([
    '  verify: npm test; npm run lint → none',
    '  delivery: auto → manual',
    '  1 task added: a',
    '  7 tasks archived: b, c, d, e, f and 2 more',
    '  1 accepted follow-up kept: docs',
  ])
})

test('P6: an import that changes nothing prints nothing', () => {
  expect(changeLines({ settings: [], removedSafeguards: [], tasks, keptFollowUps: none })).toEqual([])
})
