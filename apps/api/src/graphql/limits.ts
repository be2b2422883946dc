/** The limits of one operation (R4). The console's largest documents and the introspections of common tools are well below them. */
export const LIMITS = {
  tokens: 1_000,
  /** Levels of fields. The console's project list has 8. */
  depth: 10,
  /** Levels below `__schema` and `__type`. The introspection of graphql has 15. */
  introspectionDepth: 20,
  aliases: 15,
  directives: 50,
  /** Counts each fragment wherever it is spread. The introspection of graphql has 489. */
  selections: 2_000,
  /** Fields to resolve if every page is full. The console's largest document has 274,000. */
  fields: 500_000,
  /** Resolving them blocks the event loop, so no other request is served meanwhile. GraphQL's introspection has 9,000. */
  introspectionFields: 50_000,
  /** A response, or one event of a subscription, as JSON. */
  answerBytes: 16 * 1024 * 1024,
  bodyBytes: 3 * 1024 * 1024,
  operationsPerSocket: 50,
  /** Sockets of a token, including its console sessions, or of the token of this machine. */
  socketsPerCredential: 50,
  /** Subscriptions over sockets and server-sent events. The console's run page has four. */
  streamsPerCredential: 100,
  /** Bytes that the connections of a credential have not taken from this process. The system holds some more MB for each. */
  unreadBytesPerCredential: 32 * 1024 * 1024,
  /** A connection that takes nothing for this long is cut off. */
  unreadMs: 30_000,
  socketMessageBytes: 256 * 1024,
} as const
