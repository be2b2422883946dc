import { graphql, type ResultOf } from '../client/graphql.ts'

/**
 * For an ended run, this document reads the number of tasks per status and batch, and the fingerprint is drawn from them. If it also read
 * the tasks, it would have more nested fields than the server allows.
 */
export const PROJECTS = graphql(`
  query Projects($first: Int!) {
    projects(first: $first) {
      totalCount
      edges {
        node {
          id
          name
          repositoryPath
          baseBranch
          activeRun {
            id
            number
            status
            startedAt
            durationMs
            completedTasks
            totalTasks
            lastSequence
            batches {
              number
              status
              total
              completed
              failed
              skipped
              cancelled
            }
            tasks(first: 200) {
              edges {
                node {
                  batchNumber
                  status
                }
              }
              pageInfo {
                hasNextPage
              }
            }
          }
          runs(first: 1) {
            edges {
              node {
                id
                number
                status
                startedAt
                durationMs
                completedTasks
                totalTasks
                batches {
                  number
                  status
                  total
                  completed
                  failed
                  skipped
                  cancelled
                }
              }
            }
          }
        }
      }
    }
  }
`)

export type ListedProject = ResultOf<typeof PROJECTS>['projects']['edges'][number]['node']

export const CREATE_PROJECT = graphql(`
  mutation CreateProject($name: String!, $repositoryPath: String!, $baseBranch: String) {
    createProject(input: { name: $name, repositoryPath: $repositoryPath, baseBranch: $baseBranch }) {
      __typename
      ... on CreateProjectSuccess {
        project {
          id
        }
      }
      ... on Error {
        message
      }
      ... on InvalidInputError {
        fields {
          path
          message
        }
      }
      ... on InvalidRepositoryError {
        path
      }
    }
  }
`)
