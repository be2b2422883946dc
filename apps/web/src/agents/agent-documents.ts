import { graphql, type ResultOf } from '../client/graphql.ts'

export const AGENTS = graphql(`
  query Agents {
    agents {
      name
      kind
      title
      version
      usable
      advice
      signIn
      signedInBy
      note
      settings {
        key
        value
      }
    }
  }
`)

export type AgentChoice = ResultOf<typeof AGENTS>['agents'][number]
