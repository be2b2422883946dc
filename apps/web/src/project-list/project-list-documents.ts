import { graphql, type ResultOf } from '../client/graphql.ts'

/** The fingerprint of an ended run uses the counts of its batches. With the tasks, the document would have more nested fields than the server allows. */
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
