import type { Server } from 'node:http'
import type { GraphqlSockets } from '../socket/graphql-sockets.ts'
import type { GraphqlEndpoint } from './graphql-endpoint.ts'
import type { TranscriptEndpoint } from './transcript-endpoint.ts'

/** How long to wait for responses that are being sent, and for sockets to close, in ms. */
const GRACE_MS = 1_500

/** Closes the server. It resolves when all its connections are closed. */
export async function closeServer(
  server: Server,
  {
    graphql,
    sockets,
    transcripts,
  }: { graphql: GraphqlEndpoint; sockets: GraphqlSockets; transcripts: TranscriptEndpoint },
): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeIdleConnections()
  graphql.endStreams()
  transcripts.endDownloads()
  const cutOff = setTimeout(() => server.closeAllConnections(), GRACE_MS)
  await Promise.all([sockets.close(GRACE_MS), closed])
  clearTimeout(cutOff)
}
