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
  /** @returns the data @throws GraphqlFailed when there are errors */
  request<Data = never>(document: string, variables?: Variables): Promise<Data>
  /** Returns the whole response, also if it contains errors. */
  ask<Data = never>(document: string, variables?: Variables): Promise<GraphqlAnswer<Data>>
}

/** A request had errors. The message contains the request and the response. */
export class GraphqlFailed extends Error {
  constructor(document: string, variables: Variables, answer: GraphqlAnswer<unknown>) {
    super(`${JSON.stringify(answer, null, 2)}\nfor ${document}\nwith ${JSON.stringify(variables)}`)
  }
}

/** Creates a client that sends GraphQL by HTTP POST. If the token is empty, the client sends none. */
export function graphqlClient({ url, token }: ServerAddress, headers: Record<string, string> = {}): GraphqlClient {
  async function ask<Data>(document: string, variables: Variables = {}): Promise<GraphqlAnswer<Data>> {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        // Each request gets a new connection. The server could close a connection that is kept open just when the client uses it again.
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
