import { graphql } from '../client/graphql.ts'

export const START_PARALLEL = graphql(`
  mutation StartParallel($projectId: ID!, $maxConcurrency: Int!) {
    startParallel(input: { projectId: $projectId, maxConcurrency: $maxConcurrency }) {
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
  mutation StartSequential($projectId: ID!) {
    startSequential(input: { projectId: $projectId }) {
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

/** The sample project from a fresh copy of its repository, under a new id. */
export const RESET_SAMPLE = graphql(`
  mutation ResetSample {
    resetSample {
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
