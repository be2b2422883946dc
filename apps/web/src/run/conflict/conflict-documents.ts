import { graphql, type ResultOf } from '../../client/graphql.ts'

export const CONFLICT = graphql(`
  query Conflict($id: ID!) {
    node(id: $id) {
      __typename
      ... on RunTask {
        id
        conflict {
          files {
            path
            mergedFirst {
              taskKey
              description
              commit
              added
              removed
            }
            thisTask {
              taskKey
              description
              commit
              added
              removed
            }
          }
        }
      }
    }
  }
`)

export const CONFLICT_TEXTS = graphql(`
  query ConflictTexts($id: ID!) {
    node(id: $id) {
      __typename
      ... on RunTask {
        id
        conflict {
          files {
            path
            text
          }
        }
      }
    }
  }
`)

type TaskNode = Extract<NonNullable<ResultOf<typeof CONFLICT>['node']>, { __typename: 'RunTask' }>
export type ConflictFile = NonNullable<TaskNode['conflict']>['files'][number]
export type ConflictSide = ConflictFile['thisTask']
