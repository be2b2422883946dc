import type { ApiClient } from '../client/api-client.ts'
import { resumedStream } from '../client/resumed-stream.ts'
import type { Following, ServerLink } from '../client/server-link.ts'

/** A line or message of an agent, as `coppice logs --json` prints it. */
export interface OutputEntry {
  sequence: number
  at: string
  kind: string
  text: string
}

const ENTRY = 'sequence at kind text'
const PAGE = 200

const REPLAY = `query Output($id: ID!, $after: Int!) {
  session(id: $id) { output(after: $after, first: ${PAGE}) { ${ENTRY} } }
}`

const FOLLOW = `subscription FollowOutput($id: ID!, $after: Int!) {
  sessionOutput(sessionId: $id, after: $after) { ${ENTRY} }
}`

/** @returns the output of the session so far. */
export async function* replayOutput(api: ApiClient, id: string): AsyncGenerator<OutputEntry> {
  for (let after = 0; ; ) {
    const { session } = await api.request<{ session: { output: readonly OutputEntry[] } | null }>(REPLAY, { id, after })
    const page = session?.output ?? []
    yield* page
    const last = page.at(-1)
    if (last === undefined) return
    after = last.sequence
  }
}

/** @returns the output from the first line on, across lost connections, until the session ends. */
export const followOutput = (link: ServerLink, id: string, following: Following): AsyncGenerator<OutputEntry> =>
  resumedStream((api, after) => subscribed(api, { id, after }, following.signal), link, following)

async function* subscribed(
  api: ApiClient,
  variables: { id: string; after: number },
  signal: AbortSignal,
): AsyncGenerator<OutputEntry> {
  for await (const answer of api.subscribe<{ sessionOutput: OutputEntry }>(FOLLOW, variables, signal))
    yield answer.sessionOutput
}
