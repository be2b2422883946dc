import { longestStall } from '@coppice/testkit'
import { expect, test } from 'vitest'
import { LARGEST_PLAN_BYTES, parsePlan } from '../plan/parse-plan.ts'
import { createPlanParser } from './plan-parser.ts'

const DEFAULTS = 'defaults: {agent: command, run: ./work.sh}\n'

const LARGE = `${DEFAULTS}epics:\n- key: e\n  tasks:\n${Array.from({ length: 10_000 }, (_, index) => `  - {key: t${index}, description: d}\n`).join('')}`

const aliases = (count: number) =>
  `${DEFAULTS}name: &a v\nepics:\n- key: e\n  tasks:\n  - {key: k, description: d, files: [${'*a, '.repeat(count)}]}\n`

test.each([
  ['a plan of 10,000 tasks', LARGE],
  ['a plan of 30,000 aliases', aliases(30_000)],
])('the event loop is not blocked while %s is parsed', async (_, source) => {
  const parse = createPlanParser()
  await parse('epics: []')
  let share = 1
  // Other processes of a busy machine may stop this one during one parse.
  for (let round = 0; round < 5 && share >= 1 / 4; round++) {
    const { result, tookMs, stallMs } = await longestStall(() => parse(source))
    expect(result).toEqual(parsePlan(source))
    share = Math.min(share, stallMs / tookMs)
  }
  expect(share).toBeLessThan(1 / 4)
})

test('P1: the parser returns the same as parsePlan, for valid plans, mistakes, cycles and known tasks', async () => {
  const parse = createPlanParser()
  const plans = [
    `${DEFAULTS}epics:\n- key: e\n  tasks:\n  - {key: a, description: d, dependsOn: [done]}\n- {key: empty, tasks: []}`,
    `${DEFAULTS}epics:\n- key: e\n  tasks:\n  - {key: a, description: d, dependsOn: [b]}\n  - {key: b, description: d, dependsOn: [a]}`,
    'epics: [{key: E, task: 1}]',
    '{',
    '',
    'x'.repeat(LARGEST_PLAN_BYTES + 1),
  ]
  const options = { knownTaskKeys: new Set(['done']) }
  const parsed = await Promise.all(plans.map((source) => parse(source, options)))
  expect(parsed).toEqual(plans.map((source) => parsePlan(source, options)))
  expect(parsed.map(({ ok }) => ok)).toEqual([true, false, false, false, false, false])
})

test('the parser reads another plan after a large plan that ended the thread', async () => {
  const parse = createPlanParser()
  const large = `${LARGE}#${'x'.repeat(256 * 1024)}`
  expect((await parse(large)).ok).toBe(true)
  expect((await parse(LARGE)).ok).toBe(true)
})
