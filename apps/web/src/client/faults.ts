import { CombinedError } from 'urql'

/** An error in `errors` of a response. Expected refusals are in the union of a mutation instead. */
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

/** Whether no working server responded: it is down, starting or stopping, or a proxy responded with an error page. */
export const isUnreachable = (error: unknown): boolean =>
  error instanceof CombinedError &&
  ((error.networkError !== undefined && error.graphQLErrors.length === 0) || error.response?.status === NOT_NOW)

export const isUnauthenticated = (error: CombinedError): boolean =>
  error.graphQLErrors.some((each) => faultOf(each).code === 'UNAUTHENTICATED') ||
  (error.graphQLErrors.length === 0 && error.response?.status === 401)
