import { graphql } from '../../client/graphql.ts'

export const DISCARD_RUN = graphql(`
  mutation DiscardRun($runId: ID!) {
    discardRun(input: { runId: $runId }) {
      __typename
      ... on DiscardRunSuccess {
        run {
          id
        }
      }
      ... on Error {
        message
      }
    }
  }
`)
