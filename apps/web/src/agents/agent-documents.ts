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
    sandbox {
      usable
      bubblewrap
      advice
    }
  }
`)

export type SandboxOfServer = ResultOf<typeof AGENTS>['sandbox']
export type AgentChoice = ResultOf<typeof AGENTS>['agents'][number]
