import { graphql } from '../../client/graphql.ts'

export const ANSWER_QUESTION = graphql(`
  mutation AnswerQuestion($sessionId: ID!, $askId: String!, $optionId: String!, $messageId: String!) {
    answerQuestion(
      input: { sessionId: $sessionId, askId: $askId, optionId: $optionId, messageId: $messageId }
    ) {
      __typename
      ... on AnswerQuestionSuccess {
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
