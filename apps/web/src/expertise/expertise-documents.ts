import { graphql, type ResultOf } from '../client/graphql.ts'

const ESTIMATE = graphql(`
  fragment EstimateShown on Estimate {
    value
    low
    high
  }
`)

const LIFT = graphql(
  `
    fragment LiftShown on ExpertiseLift {
      basis
      verdict
      with {
        sessions
        successes
      }
      without {
        sessions
        successes
      }
      success {
        ...EstimateShown
      }
      costUsd {
        ...EstimateShown
      }
      durationMs {
        ...EstimateShown
      }
    }
  `,
  [ESTIMATE],
)

/** The page shows at most this many entries of a domain. The CLI lists all. */
export const EXPERTISE = graphql(
  `
    query Expertise($id: ID!) {
      project(id: $id) {
        id
        name
        settings {
          expertise
          learningModel
        }
        expertise {
          domain
          entryCount
          lift {
            ...LiftShown
          }
          entries(first: 200) {
            entry {
              id
              kind
              text
              paths
              evidence {
                session
                taskKey
                commit
                at
                learningSession
              }
              isByPerson
              pinned
              found
              uses
              doubts
            }
            lift {
              ...LiftShown
            }
          }
        }
      }
    }
  `,
  [LIFT],
)

export type ProjectExpertise = NonNullable<ResultOf<typeof EXPERTISE>['project']>
export type DomainExpertise = ProjectExpertise['expertise'][number]
export type MeasuredEntry = DomainExpertise['entries'][number]
export type Entry = MeasuredEntry['entry']
export type Lift = DomainExpertise['lift']

export const EXPERTISE_MARKDOWN = graphql(`
  query ExpertiseMarkdown($id: ID!) {
    project(id: $id) {
      id
      expertiseMarkdown
    }
  }
`)

export const EDIT_EXPERTISE = graphql(`
  mutation EditExpertise($entryId: ID!, $text: String, $pinned: Boolean) {
    editExpertise(input: { entryId: $entryId, text: $text, pinned: $pinned }) {
      __typename
      ... on EditExpertiseSuccess {
        entry {
          id
        }
      }
      ... on Error {
        message
      }
    }
  }
`)

export const DELETE_EXPERTISE = graphql(`
  mutation DeleteExpertise($entryId: ID!) {
    deleteExpertise(input: { entryId: $entryId }) {
      __typename
      ... on DeleteExpertiseSuccess {
        entry {
          id
        }
      }
      ... on Error {
        message
      }
    }
  }
`)

export const IMPORT_EXPERTISE = graphql(`
  mutation ImportExpertise($projectId: ID!, $source: String!) {
    importExpertise(input: { projectId: $projectId, source: $source }) {
      __typename
      ... on ImportExpertiseSuccess {
        added
        changed
        kept
        dropped
      }
      ... on Error {
        message
      }
    }
  }
`)
