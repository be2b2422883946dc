import { graphql, type ResultOf } from '../../client/graphql.ts'

export const RUN_BUDGET = graphql(`
  query RunBudgetUse($id: ID!) {
    run(id: $id) {
      id
      budget {
        spentUsd
        reservedUsd
        freeUsd
      }
    }
  }
`)

export type BudgetUse = NonNullable<NonNullable<ResultOf<typeof RUN_BUDGET>['run']>['budget']>

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
