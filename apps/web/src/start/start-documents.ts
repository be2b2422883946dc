import { graphql } from '../client/graphql.ts'

export const START_PARALLEL = graphql(`
  mutation StartParallel(
    $projectId: ID!
    $maxConcurrency: Int!
    $strategy: Strategy!
    $isolation: Isolation!
    $taskIds: [ID!]
    $budgetUsd: Float
  ) {
    startParallel(
      input: {
        projectId: $projectId
        maxConcurrency: $maxConcurrency
        strategy: $strategy
        isolation: $isolation
        taskIds: $taskIds
        budgetUsd: $budgetUsd
      }
    ) {
      __typename
      ... on StartParallelSuccess {
        run {
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
      ... on CircularDependencyError {
        cycles
      }
      ... on RunActiveError {
        run {
          id
          number
          project {
            id
          }
        }
      }
    }
  }
`)

export const START_SEQUENTIAL = graphql(`
  mutation StartSequential($projectId: ID!, $taskIds: [ID!], $budgetUsd: Float) {
    startSequential(input: { projectId: $projectId, taskIds: $taskIds, budgetUsd: $budgetUsd }) {
      __typename
      ... on StartSequentialSuccess {
        run {
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
      ... on CircularDependencyError {
        cycles
      }
      ... on RunActiveError {
        run {
          id
          number
          project {
            id
          }
        }
      }
    }
  }
`)

/** Deletes the sample project and creates it again from a new copy of its repository. The project gets a new id. */
export const RESET_SAMPLE = graphql(`
  mutation ResetSample($name: String) {
    resetSample(name: $name) {
      __typename
      ... on ResetSampleSuccess {
        project {
          id
        }
      }
      ... on Error {
        message
      }
      ... on RunActiveError {
        run {
          id
          number
          project {
            id
          }
        }
      }
    }
  }
`)
