import { graphql, type ResultOf } from '../client/graphql.ts'

/** Reads what the page of a task shows and the snapshot of the run does not contain: prompts and metrics. */
export const TASK_SESSIONS = graphql(`
  query TaskSessions($id: ID!) {
    node(id: $id) {
      __typename
      ... on RunTask {
        id
        action
        sessions {
          id
          prompt
          modelChoice {
            reason
            estimatedCostUsd
            alternatives {
              model
              why
              estimatedCostUsd
            }
          }
          expertise {
            domain
            given
            entries {
              id
              text
              because
            }
          }
          lessons {
            domain
            kind
            text
          }
          readsMessages
          metrics {
            messageCount
            toolCallCount
            inputTokens
            outputTokens
            cacheReadTokens
            cacheWriteTokens
            costUsd
          }
        }
      }
    }
  }
`)

type TaskNode = Extract<NonNullable<ResultOf<typeof TASK_SESSIONS>['node']>, { __typename: 'RunTask' }>
export type SessionDetail = TaskNode['sessions'][number]
export type Metrics = SessionDetail['metrics']
