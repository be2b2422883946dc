/** The limits of requests, so that no client can overload the server (R4). The console and the common tools stay well below them. */
export const LIMITS = {
  tokens: 1_000,
  /** The number of nested fields. The console's project list has 8. */
  depth: 10,
  /** The number of nested fields below `__schema` and `__type`. The introspection query of the graphql package has 15. */
  introspectionDepth: 20,
  aliases: 15,
  directives: 50,
  /** The number of selections. A fragment counts once per spread. The introspection query of the graphql package has 489. */
  selections: 2_000,
  /** The number of fields to resolve if every page is full. The console's largest document has 274,000. */
  fields: 500_000,
  /**
   * The number of fields to resolve below `__schema` and `__type`. The event loop is blocked while the server resolves them. The
   * introspection query of the graphql package has 9,000.
   */
  introspectionFields: 50_000,
  /** The length of a response, or of one event of a subscription, as JSON. */
  responseBytes: 16 * 1024 * 1024,
  bodyBytes: 3 * 1024 * 1024,
  operationsPerSocket: 50,
  /** The number of sockets that are open at once for one token, including its console sessions. */
  socketsPerCredential: 50,
  /** The number of subscriptions that are open at once for one token, over sockets and server-sent events. The console's run page has four. */
  streamsPerCredential: 100,
  /** The number of bytes in this process that wait for the connections of one token. The operating system buffers a few more MB per connection. */
  unreadBytesPerCredential: 32 * 1024 * 1024,
  /** A connection that reads none of its waiting bytes for this long is disconnected. */
  unreadMs: 30_000,
  socketMessageBytes: 256 * 1024,
} as const
