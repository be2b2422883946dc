import { graphql } from '../../client/graphql.ts'

export const SEND_MESSAGE = graphql(`
  mutation SendMessage($sessionId: ID!, $text: String!, $messageId: String!) {
    sendMessage(input: { sessionId: $sessionId, text: $text, messageId: $messageId }) {
      __typename
      ... on SendMessageSuccess {
        sent {
          messageId
        }
      }
      ... on Error {
        message
      }
    }
  }
`)
