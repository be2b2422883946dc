import { graphql, type ResultOf } from '../../client/graphql.ts'

export const KEPT_WORK = graphql(`
  query KeptWork($id: ID!) {
    project(id: $id) {
      id
      keptWork(first: 100) {
        ref
        commit
        runNumber
        taskKey
        attempt
        reason
        size {
          bytes
          committedAt
        }
      }
    }
  }
`)

export const DROP_KEPT_WORK = graphql(`
  mutation DropKeptWork($projectId: ID!, $ref: String!, $commit: String!) {
    dropKeptWork(input: { projectId: $projectId, ref: $ref, commit: $commit }) {
      __typename
      ... on DropKeptWorkSuccess {
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

export type KeptItem = NonNullable<ResultOf<typeof KEPT_WORK>['project']>['keptWork'][number]
