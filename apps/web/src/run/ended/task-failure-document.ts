import { graphql } from '../../client/graphql.ts'

export const TASK_FAILURE = graphql(`
  query TaskFailure($id: ID!) {
    node(id: $id) {
      __typename
      ... on RunTask {
        id
        lastFailure {
          output
        }
      }
    }
  }
`)
