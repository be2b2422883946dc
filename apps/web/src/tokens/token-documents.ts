import { graphql, type ResultOf } from '../client/graphql.ts'

export const TOKENS = graphql(`
  query Tokens {
    accessTokens {
      id
      name
      role
      createdAt
      expiresAt
      lastUsedAt
      revokedAt
    }
  }
`)

export type Token = ResultOf<typeof TOKENS>['accessTokens'][number]

export const CREATE_TOKEN = graphql(`
  mutation CreateToken($name: String!, $role: Role!, $expiresAt: DateTime) {
    createAccessToken(input: { name: $name, role: $role, expiresAt: $expiresAt }) {
      __typename
      ... on CreateAccessTokenSuccess {
        token
        accessToken {
          name
          role
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
    }
  }
`)

export const REVOKE_TOKEN = graphql(`
  mutation RevokeToken($id: ID!) {
    revokeAccessToken(input: { accessTokenId: $id }) {
      __typename
      ... on RevokeAccessTokenSuccess {
        accessToken {
          id
        }
      }
      ... on Error {
        message
      }
    }
  }
`)
