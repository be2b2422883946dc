import { graphql } from '../../client/graphql.ts'

export const DELIVER_RUN = graphql(`
  mutation DeliverRun($runId: ID!) {
    deliver(input: { runId: $runId }) {
      __typename
      ... on DeliverSuccess {
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
