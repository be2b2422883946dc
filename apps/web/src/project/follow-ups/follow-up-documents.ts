import { graphql, type ResultOf } from '../../client/graphql.ts'

export const FOLLOW_UPS = graphql(`
  query FollowUps($id: ID!) {
    project(id: $id) {
      id
      followUps(first: 100, status: PROPOSED) {
        id
        number
        title
        text
        epicKey
        dependsOn
        proposedAt
        task {
          key
          run {
            number
          }
        }
      }
    }
  }
`)

export const ACCEPT_FOLLOW_UP = graphql(`
  mutation AcceptFollowUp($followUpId: ID!, $epicKey: String!, $dependsOn: [String!]!) {
    acceptFollowUp(input: { followUpId: $followUpId, epicKey: $epicKey, dependsOn: $dependsOn }) {
      __typename
      ... on AcceptFollowUpSuccess {
        taskKey
      }
      ... on Error {
        message
      }
    }
  }
`)

export const REJECT_FOLLOW_UP = graphql(`
  mutation RejectFollowUp($followUpId: ID!) {
    rejectFollowUp(input: { followUpId: $followUpId }) {
      __typename
      ... on RejectFollowUpSuccess {
        project {
          id
        }
      }
      ... on Error {
        message
      }
    }
  }
`)

export type FollowUpItem = NonNullable<ResultOf<typeof FOLLOW_UPS>['project']>['followUps'][number]
