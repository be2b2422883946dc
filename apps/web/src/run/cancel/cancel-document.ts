import { graphql } from '../../client/graphql.ts'

export const CANCEL_RUN = graphql(`
  mutation CancelRun($runId: ID!) {
    cancel(input: { runId: $runId }) {
      __typename
      ... on CancelSuccess {
        cancelledAgents
        run {
          id
          status
        }
      }
      ... on Error {
        message
        code
      }
    }
  }
`)
