import { graphql } from '../../client/graphql.ts'

export const PAUSE_RUN = graphql(`
  mutation PauseRun($runId: ID!) {
    pause(input: { runId: $runId }) {
      __typename
      ... on PauseSuccess {
        run {
          id
          status
        }
      }
      ... on Error {
        message
      }
    }
  }
`)

export const RESUME_RUN = graphql(`
  mutation ResumeRun($runId: ID!) {
    resume(input: { runId: $runId }) {
      __typename
      ... on ResumeSuccess {
        run {
          id
          status
        }
      }
      ... on Error {
        message
      }
    }
  }
`)

export const RELEASE_PROVIDER = graphql(`
  mutation ReleaseProvider($runId: ID!, $provider: String!) {
    releaseProvider(input: { runId: $runId, provider: $provider }) {
      __typename
      ... on ReleaseProviderSuccess {
        providers
      }
      ... on Error {
        message
      }
    }
  }
`)

export const SET_SLOTS = graphql(`
  mutation SetSlots($runId: ID!, $slots: Int!) {
    setMaxConcurrency(input: { runId: $runId, maxConcurrency: $slots }) {
      __typename
      ... on SetMaxConcurrencySuccess {
        run {
          id
          maxConcurrency
        }
      }
      ... on Error {
        message
      }
    }
  }
`)
