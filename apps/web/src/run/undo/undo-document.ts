import { graphql } from '../../client/graphql.ts'

export const UNDO_DELIVERY = graphql(`
  mutation UndoDelivery($runId: ID!) {
    undoDelivery(input: { runId: $runId }) {
      __typename
      ... on UndoDeliverySuccess {
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
