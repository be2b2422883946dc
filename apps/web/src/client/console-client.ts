import { Client, cacheExchange, type Exchange, fetchExchange, mapExchange } from 'urql'
import { isUnauthenticated } from './faults.ts'

export const GRAPHQL_PATH = '/graphql'

/**
 * The client of the console. It uses this origin and the session cookie. It keeps the last result of each document, so that a page that is
 * opened again paints immediately, and it always asks the server as well.
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
