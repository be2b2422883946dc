import { timesLonger } from '@coppice/testkit'
import { expect, it } from 'vitest'
import { complexityOf } from './complexity/complexity-of.ts'
import { DomainFinder } from './domain/domain-of.ts'
import { TASK_TABLE } from './testing/task-table.ts'

const finder = new DomainFinder()
const judged = (description: string, more: { action?: string; files?: string[] } = {}, dependencies = 0) => {
  const task = { description, action: more.action ?? null, files: more.files ?? [] }
  const found = finder.find(task)
  return { found, domain: found.domain, complexity: complexityOf(task, dependencies, found) }
}

it('E1, M3: the table has at least 120 different tasks', () => {
  expect(new Set(TASK_TABLE.map(([text]) => text)).size).toBeGreaterThanOrEqual(120)
})

it.each(TASK_TABLE)('E1, M3: "%s" is a task of the domain %s and the tier %s', (text, domain, tier) => {
  const { found, complexity } = judged(text)
  const why = JSON.stringify({ found, complexity })
  expect({ domain: found.domain, tier: complexity.tier }, why).toEqual({ domain, tier })
})

it('E1: of two domains with equal scores, the first one of the written order is chosen', () => {
  const { found } = judged('UI for the API of the database')
  expect(found.scores).toEqual([
    { domain: 'database', score: 6 },
    { domain: 'api', score: 6 },
    { domain: 'frontend', score: 6 },
  ])
  expect(found.domain).toBe('database')
})

it('E1: no word matches inside another word', () => {
  const hidden = ['html', 'build', 'guide', 'specific', 'target', 'latest', 'performance', 'capital', 'attestation']
  for (const word of hidden) {
    const { found } = judged(word)
    expect(found.because.filter((one) => one !== word)).toEqual([])
  }
})

it.each([
  [['prisma/migrations/1/migration.sql'], 'database'],
  [['src/api/orders.ts'], 'api'],
  [['src/api/orders.test.ts'], 'testing'],
  [['src/api/orders.ts', 'src/api/orders.test.ts'], 'api'],
  [['web/pages/index.html'], 'frontend'],
  [['src/OrderController.java'], 'api'],
  [['.github/workflows/check.yml'], 'deployment'],
  [['Dockerfile'], 'deployment'],
  [['src/auth/session.ts'], 'security'],
  [['src/latest/target.ts', 'build/specific.ts'], 'general'],
])('E1: without words, the paths %j give the domain %s', (files, domain) => {
  expect(judged('Add it', { files }).domain).toBe(domain)
})

it('E1: a word in the description counts twice as much as in the action, and a longer phrase instead of its words', () => {
  expect(judged('Add a test', { action: 'Use the database.' }).found.scores).toEqual([
    { domain: 'testing', score: 6 },
    { domain: 'database', score: 3 },
  ])
  expect(judged('a unit test').found.because).toEqual(['unit test'])
})

it('E1: a project adds words and paths of its own', () => {
  const own = new DomainFinder({ api: { words: ['Bridge', 'gateway*'], paths: ['edge'] } })
  const task = { description: 'Add the bridge', action: null, files: [] }
  expect(finder.find(task).domain).toBe('general')
  expect(own.find(task)).toMatchObject({ domain: 'api', because: ['Bridge'] })
  expect(own.find({ ...task, description: 'Two gateways' }).domain).toBe('api')
  expect(own.find({ description: 'Add it', action: null, files: ['src/edge/a.ts'] }).domain).toBe('api')
})

it('E1: a word of a project counts instead of the same word of Coppice', () => {
  const task = { description: 'Read a token of the source text', action: null, files: [] }
  expect(finder.find(task).domain).toBe('security')
  for (const word of ['token', 'token*']) {
    const own = new DomainFinder({ general: { words: [word], paths: [] } })
    expect(own.find(task)).toMatchObject({ domain: 'general', because: [word] })
  }
})

it('M3: each signal of complexity is named with its weight, and the words count at most 5', () => {
  const action = `${Array.from({ length: 9 }, (_, index) => `- step ${index}`).join('\n')}\n${'and more '.repeat(100)}`
  const files = Array.from({ length: 9 }, (_, index) => `src/${index}.ts`)
  const { complexity } = judged('Redesign the distributed architecture', { action, files }, 4)
  expect(complexity).toEqual({
    tier: 'strong',
    score: 12,
    signals: [
      { what: 'the word "redesign"', weight: 3 },
      { what: 'the word "distributed"', weight: 2 },
      { what: '222 words in its text', weight: 2 },
      { what: '9 points in its text', weight: 2 },
      { what: '9 files to change', weight: 2 },
      { what: '4 tasks that it depends on', weight: 1 },
    ],
  })
  expect(judged('Fix typos and spelling').complexity).toMatchObject({ tier: 'light', score: -5 })
})

it('a text is judged in linear time, up to a megabyte', () => {
  const judging = (sentences: number) => {
    const action = 'Add a database table with an API. '.repeat(sentences)
    return () => judged('Add it', { action })
  }
  expect(timesLonger(judging(4_000), judging(32_000))).toBeLessThan(24)
})
