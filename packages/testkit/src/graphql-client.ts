/** The address of a server and a token. */
export interface ServerAddress {
  url: string
  token: string
}

export type Variables = Readonly<Record<string, unknown>>

export interface GraphqlAnswer<Data = Record<string, unknown>> {
  status: number
  data?: Data | null
  errors?: { message: string; path?: (string | number)[]; extensions: { code: string; [name: string]: unknown } }[]
}

export interface GraphqlClient {
  /** @returns the data. @throws GraphqlFailed when there are errors. */
  request<Data = never>(document: string, variables?: Variables): Promise<Data>
  /** The whole response of the server. */
  ask<Data = never>(document: string, variables?: Variables): Promise<GraphqlAnswer<Data>>
}

/** The message has the request and the response, so that a failing test need not run again. */
export class GraphqlFailed extends Error {
  constructor(document: string, variables: Variables, answer: GraphqlAnswer<unknown>) {
    super(`${JSON.stringify(answer, null, 2)}\nfor ${document}\nwith ${JSON.stringify(variables)}`)
  }
}

/** GraphQL over HTTP POST. An empty token sends no token. */
export function graphqlClient({ url, token }: ServerAddress, headers: Record<string, string> = {}): GraphqlClient {
  async function ask<Data>(document: string, variables: Variables = {}): Promise<GraphqlAnswer<Data>> {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        // The server may close a kept connection just when it is used again.
        connection: 'close',
        ...(token && { authorization: `Bearer ${token}` }),
        ...headers,
      },
      body: JSON.stringify({ query: document, variables }),
    })
    return { status: response.status, ...((await response.json()) as object) }
  }
  return {
    ask,
    async request<Data>(document: string, variables: Variables = {}) {
      const answer = await ask<Data>(document, variables)
      if (answer.errors || !answer.data) throw new GraphqlFailed(document, variables, answer)
      return answer.data
    },
  }
}
