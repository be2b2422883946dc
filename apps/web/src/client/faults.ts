import { CombinedError } from 'urql'

/** An error that the server reports in `errors`, not in the union of a mutation. */
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

/** The server did not respond, or is starting or stopping, or something else responded, such as the error page of a proxy. */
export const isUnreachable = (error: unknown): boolean =>
  error instanceof CombinedError &&
  ((error.networkError !== undefined && error.graphQLErrors.length === 0) || error.response?.status === NOT_NOW)

export const isUnauthenticated = (error: CombinedError): boolean =>
  error.graphQLErrors.some((each) => faultOf(each).code === 'UNAUTHENTICATED') ||
  (error.graphQLErrors.length === 0 && error.response?.status === 401)
