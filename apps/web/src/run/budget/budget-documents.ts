import { graphql, type ResultOf } from '../../client/graphql.ts'

export const RUN_BUDGETS = graphql(`
  query RunBudgets($id: ID!) {
    run(id: $id) {
      id
      budgets {
        pot
        limitUsd
        spentUsd
        reservedUsd
        freeUsd
      }
    }
  }
`)

export type BudgetUse = NonNullable<ResultOf<typeof RUN_BUDGETS>['run']>['budgets'][number]

export const SET_BUDGET = graphql(`
  mutation SetBudget($runId: ID!, $budgetUsd: Float) {
    setBudget(input: { runId: $runId, budgetUsd: $budgetUsd }) {
      __typename
      ... on SetBudgetSuccess {
        run {
          id
          budgetUsd
        }
      }
      ... on Error {
        message
      }
    }
  }
`)
