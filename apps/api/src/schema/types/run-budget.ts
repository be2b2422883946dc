import { builder } from '../builder.ts'
import { usd } from '../loading/costs.ts'

/** In millionths of a dollar. */
export interface RunBudget {
  budgetMicroUsd: bigint
  spentMicroUsd: bigint
  reservedMicroUsd: bigint
}

export const RunBudgetType = builder.objectRef<RunBudget>('RunBudget').implement({
  description: 'The budget of a run and its use, in dollars.',
  fields: (t) => ({
    limitUsd: t.float({ resolve: ({ budgetMicroUsd }) => usd(budgetMicroUsd) }),
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
      resolve: ({ budgetMicroUsd, spentMicroUsd, reservedMicroUsd }) =>
        Math.max(0, usd(budgetMicroUsd - spentMicroUsd - reservedMicroUsd)),
    }),
  }),
})
