import { graphql, type ResultOf } from '../../client/graphql.ts'

/** A page of the matches in the output of a run. Only the first page has the counts, for which the server reads all of the output. */
export const RUN_MATCHES = graphql(`
  query RunMatches($id: ID!, $text: String!, $runTaskId: ID, $sessionId: ID, $after: String, $counts: Boolean!) {
    run(id: $id) {
      id
      searchOutput(text: $text, runTaskId: $runTaskId, sessionId: $sessionId, first: 50, after: $after) {
        edges {
          node {
            taskKey
            sequence
            at
            kind
            before
            match
            after
            path
            session {
              id
              number
              attempt
            }
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
        totalCount @include(if: $counts)
        totalTasks @include(if: $counts)
        totalUnsearched @include(if: $counts)
        tasks(first: 100) @include(if: $counts) {
          taskKey
          totalCount
        }
        unsearched(first: 5) @include(if: $counts) {
          reason
          session {
            id
            number
            task {
              id
              key
            }
          }
        }
      }
    }
  }
`)

export type MatchPage = NonNullable<ResultOf<typeof RUN_MATCHES>['run']>['searchOutput']
export type RunMatch = MatchPage['edges'][number]['node']
