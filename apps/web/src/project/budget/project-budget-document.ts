import { graphql } from '../../client/graphql.ts'

export const SET_PROJECT_BUDGET = graphql(`
  mutation SetProjectBudget($projectId: ID!, $budgetUsd: Float, $dayBudgetUsd: Float) {
    setProjectBudget(input: { projectId: $projectId, budgetUsd: $budgetUsd, dayBudgetUsd: $dayBudgetUsd }) {
      __typename
      ... on SetProjectBudgetSuccess {
        project {
          id
          budgetUsd
          dayBudgetUsd
          budgets {
            pot
            limitUsd
            spentUsd
            freeUsd
          }
        }
      }
      ... on Error {
        message
      }
    }
  }
`)
