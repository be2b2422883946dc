import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ModelResult, ModelRule } from '../../domain/model-choice.ts'
import { MODEL_TIERS, type TierModels } from '../../domain/model-tiers.ts'
import { chooseModel, type ModelInputs } from './choose-model.ts'
import { correctedTier } from './corrected-tier.ts'
import { shareInterval } from './share-interval.ts'
import { tiersOf } from './tiers-of.ts'

const TIERS: TierModels = { light: 'small', standard: 'middle', strong: 'large' }
const PLAIN: ModelInputs = {
  task: { pinned: null, priority: 999, agent: 'anthropic', labels: [], qualityFailures: 0 },
  domain: 'api',
  domainWords: ['endpoint'],
  complexity: { tier: 'standard', score: 1, signals: [{ what: '60 words in its text', weight: 1 }] },
  policy: [],
  tiers: TIERS,
  takesModel: true,
  defaultModel: 'middle',
  results: [],
  costOf: () => null,
}
const withTask = (task: Partial<ModelInputs['task']>, more: Partial<ModelInputs> = {}) =>
  chooseModel({ ...PLAIN, ...more, task: { ...PLAIN.task, ...task } })
const rule = (more: Partial<ModelRule>): ModelRule => ({
  priority: null,
  domain: null,
  label: null,
  agent: null,
  model: 'large',
  ...more,
})
const result = (model: string, merged: number, samples: number): ModelResult => ({
  ...{ model, merged, samples },
  domain: 'api',
  averageCostMicroUsd: null,
})

describe('M3: a model is chosen', () => {
  it('by the plan, which nothing overrides', () => {
    const policy = [rule({ model: 'strong' })]
    const results = [result('own', 0, 100)]
    const choice = withTask({ pinned: 'own', qualityFailures: 3 }, { policy, results })
    expect(choice).toMatchObject({ model: 'own', by: 'pin', tier: null })
    expect(choice.reason).toBe(
      'The plan names this model for the task. 3 earlier attempts were not good enough, but a model that the plan names is never replaced.',
    )
  })

  it('else by the first rule of the policy whose conditions all hold', () => {
    const policy = [
      rule({ domain: 'security', model: 'secure' }),
      rule({ label: 'docs', model: 'light' }),
      rule({ priority: 2, domain: 'api', model: 'strong' }),
      rule({ model: 'other' }),
    ]
    expect(withTask({ priority: 2 }, { policy })).toMatchObject({ model: 'large', by: 'policy', tier: 'strong' })
    expect(withTask({ priority: 2 }, { policy }).reason).toBe(
      'Rule 3 of the policy of the plan (priority 2 or lower, domain api) says strong.',
    )
    expect(withTask({ priority: 3 }, { policy })).toMatchObject({ model: 'other', by: 'policy', tier: null })
    expect(withTask({ priority: 1, labels: ['docs'] }, { policy }).model).toBe('small')
    expect(withTask({}, { policy, domain: 'security' }).model).toBe('secure')
    const forAcp = [rule({ agent: 'acp', model: 'own-name' })]
    expect(withTask({}, { policy: forAcp }).by).toBe('tier')
    expect(withTask({ agent: 'acp' }, { policy: forAcp }).reason).toContain('(agent acp) says own-name')
  })

  it('else by the complexity of the task', () => {
    expect(withTask({})).toMatchObject({ model: 'middle', by: 'tier', tier: 'standard' })
    expect(withTask({}).reason).toBe(
      'The task belongs to the domain api (endpoint), and its complexity is standard (score 1: 60 words in its text +1).',
    )
  })

  it('and the other tiers are the alternatives, with their costs', () => {
    const costOf = (model: string) => (model === 'large' ? 2_000_000 : null)
    expect(withTask({}, { costOf }).alternatives).toEqual([
      { model: 'small', tier: 'light', estimatedCostMicroUsd: null, why: 'the tier light is for easier tasks' },
      {
        model: 'large',
        tier: 'strong',
        estimatedCostMicroUsd: 2_000_000,
        why: 'the tier strong is for harder tasks, and for the next attempt if this one is not good enough',
      },
    ])
  })

  it('but not for an agent that chooses its model itself, which keeps a model of the plan for the record', () => {
    const none = { takesModel: false, tiers: null, defaultModel: null, policy: [rule({})] }
    expect(withTask({}, none)).toMatchObject({ model: null, by: 'agent', alternatives: [] })
    expect(withTask({ pinned: 'own' }, none)).toMatchObject({ model: 'own', by: 'pin' })
    expect(withTask({}, { ...none, takesModel: true, policy: [] })).toMatchObject({ model: null, by: 'agent' })
  })

  it('by the default of the agent when no tiers are known', () => {
    const unknown = { tiers: null, policy: [rule({ model: 'strong' })] }
    expect(withTask({}, unknown)).toMatchObject({ model: 'middle', by: 'default', tier: null })
  })
})

describe('M3: an attempt after one that was not good enough', () => {
  it('gets a tier that is higher by one for each such attempt, up to the highest', () => {
    expect([0, 1, 2, 3].map((qualityFailures) => withTask({ qualityFailures }).model)).toEqual([
      'middle',
      'large',
      'large',
      'large',
    ])
    expect(withTask({ qualityFailures: 1 }).reason).toMatch(
      / 1 earlier attempt was not good enough, so the tier is strong instead of standard\.$/,
    )
    const top = { complexity: { ...PLAIN.complexity, tier: 'strong' as const } }
    expect(withTask({ qualityFailures: 1 }, top).reason).toMatch(/but no tier higher than strong has another model\.$/)
  })

  it('gets another model, also when two tiers have the same one', () => {
    const tiers: TierModels = { light: 'middle', standard: 'middle', strong: 'large' }
    const light = { tiers, complexity: { ...PLAIN.complexity, tier: 'light' as const } }
    expect(withTask({}, light).model).toBe('middle')
    expect(withTask({}, light).alternatives).toMatchObject([
      { model: 'large', why: expect.stringContaining('for the next attempt') },
    ])
    expect(withTask({ qualityFailures: 1 }, light)).toMatchObject({ model: 'large', tier: 'strong' })
    const same = { tiers: { ...tiers, strong: 'middle' }, complexity: light.complexity }
    expect(withTask({ qualityFailures: 2 }, same).reason).toMatch(/but no tier higher than light has another model\.$/)
  })

  it('goes up from the tier of a rule too, but not from a model that belongs to no tier', () => {
    const light = { policy: [rule({ model: 'light' })] }
    expect(withTask({ qualityFailures: 1 }, light)).toMatchObject({ model: 'middle', by: 'policy' })
    expect(withTask({ qualityFailures: 1 }, { policy: [rule({ model: 'small' })] })).toMatchObject({ model: 'middle' })
    expect(withTask({ qualityFailures: 1 }, { policy: [rule({ model: 'other' })] })).toMatchObject({ model: 'other' })
  })
})

describe('M3: the results of verified merges', () => {
  it('correct the tier only when enough samples make it certain', () => {
    const corrected = (...results: ModelResult[]) => correctedTier('standard', TIERS, results).tier
    expect(corrected(result('middle', 0, 1))).toBe('standard')
    expect(corrected(result('middle', 1, 4))).toBe('standard')
    expect(corrected(result('middle', 4, 12))).toBe('strong')
    expect(corrected(result('middle', 9, 12))).toBe('standard')
    expect(corrected(result('small', 5, 5))).toBe('standard')
    expect(corrected(result('small', 20, 20))).toBe('light')
    expect(corrected(result('small', 20, 20), result('middle', 0, 20))).toBe('strong')
    expect(correctedTier('strong', TIERS, [result('large', 0, 50)]).tier).toBe('strong')
    const two: TierModels = { light: 'middle', standard: 'middle', strong: 'large' }
    expect(correctedTier('light', two, [result('middle', 0, 50)]).tier).toBe('strong')
    expect(correctedTier('standard', two, [result('middle', 50, 50)]).tier).toBe('standard')
  })

  it('appear in the reason', () => {
    expect(withTask({}, { results: [result('middle', 4, 12)] }).reason).toMatch(
      / 4 of 12 first attempts with middle in the domain api were merged and verified, so the tier is strong instead of standard\.$/,
    )
  })

  it('have an interval that contains the share and becomes narrower with more samples', () => {
    expect(shareInterval(0, 0)).toEqual({ low: 0, high: 1 })
    fc.assert(
      fc.property(fc.nat(100), fc.integer({ min: 1, max: 100 }), (part, samples) => {
        const count = Math.min(part, samples)
        const { low, high } = shareInterval(count, samples)
        expect(low).toBeLessThanOrEqual(count / samples + 1e-9)
        expect(high).toBeGreaterThanOrEqual(count / samples - 1e-9)
        const more = shareInterval(count * 10, samples * 10)
        expect(more.high - more.low).toBeLessThan(high - low)
      }),
    )
  })
})

it('M3: a choice is pure, a pin is never overridden, and a tier never falls after a failure', () => {
  const inputs = fc.record({
    pinned: fc.option(fc.constantFrom('own', 'small')),
    qualityFailures: fc.nat(3),
    tier: fc.constantFrom(...MODEL_TIERS),
    policy: fc.array(
      fc.record({
        priority: fc.option(fc.nat(3)),
        domain: fc.constant(null),
        label: fc.constant(null),
        agent: fc.constant(null),
        model: fc.constantFrom('light', 'strong', 'other'),
      }),
      { maxLength: 3 },
    ),
    merged: fc.nat(20),
    priority: fc.nat(3),
  })
  fc.assert(
    fc.property(inputs, ({ tier, policy, merged, ...task }) => {
      const more = { policy, results: [result('middle', merged, 20)], complexity: { ...PLAIN.complexity, tier } }
      const choice = withTask(task, more)
      expect(withTask(task, more)).toEqual(choice)
      if (task.pinned !== null) expect(choice.model).toBe(task.pinned)
      const next = withTask({ ...task, qualityFailures: task.qualityFailures + 1 }, more)
      if (choice.tier !== null && next.tier !== null)
        expect(MODEL_TIERS.indexOf(next.tier)).toBeGreaterThanOrEqual(MODEL_TIERS.indexOf(choice.tier))
    }),
  )
})

describe('the models of the tiers', () => {
  it('are those of the plan, or else those of Coppice', () => {
    const settings = { policy: [], tiers: { mine: { standard: 'a' }, anthropic: { strong: 'big' } } }
    expect(tiersOf(settings, ['anthropic'], true)).toEqual({
      light: 'claude-haiku-5-5',
      standard: 'claude-sonnet-5-5',
      strong: 'big',
    })
    expect(tiersOf(settings, ['mine', 'acp'], false)).toEqual({ light: 'a', standard: 'a', strong: 'a' })
    expect(tiersOf(settings, ['anthropic', 'acp'], false)).toEqual({ light: 'big', standard: 'big', strong: 'big' })
    expect(tiersOf(settings, ['unknown'], true)).toBeNull()
  })
})
