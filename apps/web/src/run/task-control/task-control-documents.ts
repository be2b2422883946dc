import { graphql } from '../../client/graphql.ts'

export const CANCEL_TASK = graphql(`
  mutation CancelTask($runTaskId: ID!) {
    cancelTask(input: { runTaskId: $runTaskId }) {
      __typename
      ... on CancelTaskSuccess {
        task {
          id
          status
        }
      }
      ... on Error {
        message
      }
    }
  }
`)

export const RETRY_TASK = graphql(`
  mutation RetryTask($runTaskId: ID!) {
    retryTask(input: { runTaskId: $runTaskId }) {
      __typename
      ... on RetryTaskSuccess {
        task {
          id
          status
        }
      }
      ... on Error {
        message
      }
    }
  }
`)
