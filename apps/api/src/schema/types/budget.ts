import type { BudgetPot } from '@coppice/engine/domain/budget'
import { BUDGET_POTS } from '@coppice/engine/domain/budget'
import { builder } from '../builder.ts'
import type { BudgetOf } from '../loading/budgets.ts'
import { usd } from '../loading/costs.ts'

export const BudgetPotEnum = builder.enumType('BudgetPot', {
  description:
    'RUN: what a run may cost. PROJECT: what all runs of a project may cost together. DAY: the same for one day (UTC).',
  values: BUDGET_POTS satisfies readonly BudgetPot[],
})

export const BudgetType = builder.objectRef<BudgetOf>('Budget').implement({
  description: 'A budget and its use, in dollars.',
  fields: (t) => ({
    pot: t.field({ type: BudgetPotEnum, resolve: ({ pot }) => pot }),
    day: t.string({
      nullable: true,
      description: 'The present day (UTC), such as 2026-11-30, if the budget is for a day.',
      resolve: ({ day }) => day,
    }),
    limitUsd: t.float({ resolve: ({ limitMicroUsd }) => usd(limitMicroUsd) }),
    spentUsd: t.float({
      description: 'What all sessions cost so far: attempts, conflict sessions and learning.',
      resolve: ({ spentMicroUsd }) => usd(spentMicroUsd),
    }),
    reservedUsd: t.float({
      description: 'What is reserved for the running sessions beyond what they have spent.',
      resolve: ({ reservedMicroUsd }) => usd(reservedMicroUsd),
    }),
    freeUsd: t.float({
      description: 'It is 0 when more is spent or reserved than the budget.',
      resolve: ({ limitMicroUsd, spentMicroUsd, reservedMicroUsd }) =>
        Math.max(0, usd(limitMicroUsd - spentMicroUsd - reservedMicroUsd)),
    }),
  }),
})
