/** What one operation may ask for (R4); the console's largest documents and the introspections of the usual tools stay well below. */
export const LIMITS = {
  tokens: 1_000,
  /** Levels of fields. The console's project list has 8. */
  depth: 10,
  /** Below `__schema` and `__type`. The introspection of graphql has 15. */
  introspectionDepth: 20,
  aliases: 15,
  directives: 50,
  /** With each fragment wherever it is spread. The introspection of graphql has 489. */
  selections: 2_000,
  /** Fields to resolve, were every page full. The console's largest asks for 274,000. */
  fields: 500_000,
  /** They are resolved in one go, in which nobody else is served: 9,000 for the introspection of graphql. */
  introspectionFields: 50_000,
  /** An answer, or one event of a subscription, as JSON. */
  answerBytes: 16 * 1024 * 1024,
  bodyBytes: 3 * 1024 * 1024,
  operationsPerSocket: 50,
  /** A token, its console sessions included; or the token of this machine. */
  socketsPerCredential: 50,
  /** Subscriptions, over sockets and server-sent events. The console's run page has four. */
  streamsPerCredential: 100,
  /** What the connections of a credential have not taken from this process; the system holds some MB more of each. */
  unreadBytesPerCredential: 32 * 1024 * 1024,
  /** A connection that takes nothing for so long is cut off. */
  unreadMs: 30_000,
  socketMessageBytes: 256 * 1024,
} as const
