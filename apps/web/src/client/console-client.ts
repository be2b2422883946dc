import { Client, cacheExchange, type Exchange, fetchExchange, mapExchange } from 'urql'
import { isUnauthenticated } from './faults.ts'

export const GRAPHQL_PATH = '/graphql'

/**
 * The client of the console: this origin, with the session cookie. What a document answered last is kept, so that a page
 * that is opened again paints at once; what is asked is always asked of the server.
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
