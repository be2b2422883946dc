import { expect, it } from 'vitest'
import { explanation } from './explanation.ts'

it('M3: says which model is next and why, what was not chosen, and what the sessions of the last run had', () => {
  const choice = {
    model: 'middle',
    tier: 'standard',
    reason: 'The task belongs to the domain api.',
    estimatedCostUsd: 0.25,
    alternatives: [{ model: 'large', why: 'the tier strong is for harder tasks', estimatedCostUsd: null }],
  }
  const session = { number: 4, kind: 'WORK', attempt: 1, model: 'middle', modelChoice: choice }
  const sessions = [session, { ...session, number: 5, kind: 'CONFLICT', model: null, modelChoice: null }]
  expect(explanation({ key: 'slugify', modelChoice: choice, latest: { run: { number: 2 }, sessions } })).toBe(
    [
      'slugify, in the next run: middle, at most about $0.25 per session',
      '  The task belongs to the domain api.',
      '  not large: the tier strong is for harder tasks',
      'slugify, in run 2:',
      '  session 4, attempt 1: middle',
      '    The task belongs to the domain api.',
      '  session 5, conflict of attempt 1: the model of the agent',
    ].join('\n'),
  )
})
