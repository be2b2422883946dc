import { expect, test } from 'vitest'
import { domainText, entryText, liftText } from './expertise-text.ts'
import type { EntryNode, LiftNode } from './read-expertise.ts'

const lift: LiftNode = {
  ...{ basis: 'HOLD_OUT', verdict: 'HELPS', with: { sessions: 20, successes: 19 } },
  ...{ without: { sessions: 10, successes: 4 }, success: { value: 0.55, low: 0.2, high: 0.78 } },
  ...{ costUsd: { value: -0.2, low: -0.5, high: 0.1 }, durationMs: { value: -3_000, low: -9_000, high: 500 } },
}
const entry: EntryNode = {
  ...{ id: '3f9a7c11-0000-4000-8000-000000000000', domain: 'testing', kind: 'CURE', text: 'When it fails: fix it.' },
  ...{ paths: ['a.js'], isByPerson: false, pinned: true, found: 2, uses: 20, doubts: 1 },
  evidence: [
    { session: 12, taskKey: 'slugify', commit: 'abcdef0123456789', learningSession: null, at: '2026-01-02T03:04:05Z' },
  ],
}

test('a lift has its verdict, its interval and what was compared', () => {
  expect(liftText(lift)).toBe(
    'helps: +55 points [+20 to +78] first attempts merged (19/20 with, 4/10 without, held out by chance)',
  )
  expect(liftText({ ...lift, verdict: 'NOT_ENOUGH_DATA', success: null })).toContain('not enough data')
  expect(liftText({ ...lift, verdict: 'NO_EFFECT_SHOWN', basis: 'OTHER_SESSIONS' })).toMatch(
    /^does not help.*differ too/,
  )
})

test('a domain lists its entries, and an entry has its evidence', () => {
  const line = '3f9a7c11  cure        When it fails: fix it.  (pinned, 2 shown, 20 used, 1 doubts)'
  expect(domainText({ domain: 'testing', lift, entryCount: 1, entries: [{ entry, lift }] })).toContain(`\n  ${line}`)
  expect(entryText({ entry, lift }).split('\n')).toEqual([
    line,
    'files: a.js',
    'session 12  slugify  abcdef012345  2026-01-02',
    liftText(lift),
    'cost: -$0.20 [-$0.50 to +$0.10]',
    'time: -3.0 s [-9.0 s to +0.5 s]',
  ])
})
