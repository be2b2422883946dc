import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LEARNING } from '../../domain/learning.ts'
import type { Action } from '../../expertise/learning/observations.ts'
import { estimateTokens } from '../prompt/budget/estimate-tokens.ts'
import { type LearningFacts, learningPrompt } from './learning-prompt.ts'
import { stepsOfSession } from './steps-of-session.ts'

const ran = (command: string, failed = false, output = ''): Action => ({ is: 'ran', command, failed, output })
const read = (path: string): Action => ({ is: 'read', path })

const facts = (fields: Partial<LearningFacts> = {}): LearningFacts => ({
  ...{ key: 'add-x', description: 'Add x', action: 'Add x to y.', domain: 'api', commit: 'c0ffee', attempts: 2 },
  verify: ['npm test'],
  verified: 'true',
  lastFailure: { class: 'work', reason: 'verify failed: npm test', output: 'not ok 1' },
  changed: ['src/x.js (+3 -1)'],
  known: ['`npm test` works.'],
  sessions: [
    {
      ...{ number: 7, kind: 'WORK', tipCommit: 'beef', worktreePath: '/w', lastWords: 'All done.' },
      ...{ actions: [ran('make', true, 'missing separator'), ran('make')], messages: ['Use tabs.'] },
    },
  ],
  ...fields,
})

describe('E2: the prompt of a LEARNING session', () => {
  it('says what the agents did and what became of it', () => {
    const prompt = learningPrompt(facts())
    for (const part of [
      ...[
        'add-x (domain api): Add x',
        'Merged as commit c0ffee after 2 attempt(s)',
        'The merged tree passed: `npm test`.',
      ],
      ...['verify failed: npm test', 'not ok 1', '- src/x.js (+3 -1)', '## Session 7 (WORK, commit beef)'],
      ...['ran `make`: it FAILED\n    missing separator', 'ran `make`: it succeeded, after it had failed'],
      ...['A person wrote: Use tabs.', 'All done.', 'Do not record these again.\n\n- `npm test` works.'],
    ])
      expect(prompt).toContain(part)
  })

  it('claims of verify only what the merge says', () => {
    const outcome = (verified: string | null) => /^Merged as .*$/m.exec(learningPrompt(facts({ verified })))?.[0]
    expect(outcome('together with b')).toMatch(
      /verified together with b, whose tree contains it\. That tree passed: `npm test`\. The tree of this merge alone was not verified\.$/,
    )
    for (const verified of ['false', null])
      expect(outcome(verified)).toMatch(/It is not shown that the merged tree passes: `npm test`\.$/)
    expect(learningPrompt(facts({ verified: 'false' }))).not.toMatch(/merged and verified|tree passed/)
  })

  it('fits into its budget, whatever the sessions were', () => {
    const text = fc.string({ unit: fc.constantFrom('a', ' ', '\n', '`', '数', '😀'), maxLength: 40 })
    const long = fc.tuple(text, fc.constantFrom(1, 20, 2_000)).map(([one, times]) => one.repeat(times))
    const action = fc.oneof(
      fc.tuple(long, fc.boolean(), long).map(([command, failed, output]) => ran(command, failed, output)),
      text.map(read),
    )
    const session = fc.record({
      ...{ number: fc.nat(), kind: fc.constant('WORK'), tipCommit: fc.constant(null), worktreePath: fc.constant('/w') },
      ...{ actions: fc.array(action, { maxLength: 60 }), messages: fc.array(long), lastWords: long },
    })
    const any = fc.record({
      ...{ description: long, action: long, verify: fc.array(long), changed: fc.array(long), known: fc.array(long) },
      ...{ sessions: fc.array(session, { minLength: 1, maxLength: 3 }), output: long },
    })
    fc.assert(
      fc.property(any, ({ output, ...fields }) => {
        const lastFailure = { class: 'work', reason: output, output } as const
        expect(estimateTokens(learningPrompt(facts({ ...fields, lastFailure })))).toBeLessThanOrEqual(
          LEARNING.promptTokens,
        )
      }),
      { numRuns: 30 },
    )
  })
})

it('E2: when the steps of a session do not fit, those that say least are left out first, and a line says how many', () => {
  const actions = [read('/w/a.js'), read('/w/a.js'), ran('ls'), ran('make', true, 'no'), read('/w/b.js'), ran('make')]
  expect(stepsOfSession(actions, '/w', 1_000)).toEqual([
    ...['read a.js', 'ran `ls`: it succeeded', 'ran `make`: it FAILED\n    no', 'read b.js'],
    'ran `make`: it succeeded, after it had failed',
  ])
  expect(stepsOfSession(actions, '/w', 35)).toEqual([
    '(steps that say less are left out to keep the prompt short: 2)',
    ...['ran `make`: it FAILED\n    no', 'read b.js', 'ran `make`: it succeeded, after it had failed'],
  ])
})
