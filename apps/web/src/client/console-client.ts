import { Client, cacheExchange, type Exchange, fetchExchange, mapExchange } from 'urql'
import { isUnauthenticated } from './faults.ts'

export const GRAPHQL_PATH = '/graphql'

/**
 * Creates the GraphQL client of the console. It uses the origin of the page and the session cookie. It caches the last result of each
 * document, so that a page that is opened again shows data at once. The page also always queries the server for newer data.
 */
export function createConsoleClient(onSignedOut: () => void): Client {
  return new Client({
    url: GRAPHQL_PATH,
    preferGetMethod: false,
    requestPolicy: 'network-only',
    fetchOptions: { credentials: 'same-origin' },
    exchanges: [signedOutExchange(onSignedOut), cacheExchange, fetchExchange],
  })
}

const signedOutExchange = (onSignedOut: () => void): Exchange =>
  mapExchange({
    onError(error) {
      if (isUnauthenticated(error)) onSignedOut()
    },
  })
