import { graphql } from '../../client/graphql.ts'

export const RESOLVE_TASK = graphql(`
  mutation ResolveTask($runTaskId: ID!, $commit: String!) {
    resolveTask(input: { runTaskId: $runTaskId, commit: $commit }) {
      __typename
      ... on ResolveTaskSuccess {
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
