import type { ServerAddress } from './graphql-client.ts'
import { sse } from './server-sent-events.ts'

export interface FollowedLine {
  sequence: number
  kind: string
  text: string
}

const OUTPUT = `subscription Output($sessionId: ID!, $after: Int!) {
  sessionOutput(sessionId: $sessionId, after: $after) { sequence kind text }
}`

/** Yields the output of a session above `after`, until the session has ended. */
export async function* followOutput(
  address: ServerAddress,
  sessionId: string,
  after = 0,
): AsyncGenerator<FollowedLine> {
  const results = sse<{ sessionOutput: FollowedLine }>(address, OUTPUT, { sessionId, after })
  for await (const { sessionOutput } of results) yield sessionOutput
}
