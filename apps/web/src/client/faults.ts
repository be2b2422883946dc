import { CombinedError } from 'urql'

/** What the server says in `errors` rather than in a mutation's union. */
export interface Fault {
  code: string
  message: string
}

interface GraphQLErrorLike {
  message: string
  extensions?: Record<string, unknown> | undefined
}

export const faultOf = ({ message, extensions }: GraphQLErrorLike): Fault => ({
  code: typeof extensions?.code === 'string' ? extensions.code : 'INTERNAL_SERVER_ERROR',
  message,
})

const NOT_NOW = 503

/** The server did not answer, starts or stops, or what answered is no GraphQL server: a proxy's page. */
export const isUnreachable = (error: unknown): boolean =>
  error instanceof CombinedError &&
  ((error.networkError !== undefined && error.graphQLErrors.length === 0) || error.response?.status === NOT_NOW)

export const isUnauthenticated = (error: CombinedError): boolean =>
  error.graphQLErrors.some((each) => faultOf(each).code === 'UNAUTHENTICATED') ||
  (error.graphQLErrors.length === 0 && error.response?.status === 401)
