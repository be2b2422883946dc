// Follows a run to its end and has every event once, also when the connection is lost.
// usage: COPPICE_TOKEN=… node follow-run.mjs http://127.0.0.1:4000 RUN_ID
import { setTimeout as sleep } from 'node:timers/promises'
import { createClient } from 'graphql-ws'

const [, , server, runId] = process.argv
const authorization = `Bearer ${process.env.COPPICE_TOKEN}`
const query = `subscription Follow($runId: ID!, $after: Int!) { progress(runId: $runId, after: $after) {
  __typename sequence ... on TaskFinished { taskKey taskStatus } ... on RunFinished { runStatus } } }`

// graphql-ws would repeat the old `after` when it reconnects by itself: its retries are off, the loop goes on from the last number.
for (let after = 0, ended = false; !ended; ) {
  const client = createClient({
    url: `${server.replace('http', 'ws')}/graphql`,
    retryAttempts: 0,
    connectionParams: { authorization },
  })
  try {
    for await (const { data } of client.iterate({ query, variables: { runId, after } })) {
      after = data.progress.sequence
      console.log(JSON.stringify(data.progress))
    }
    ended = true // completed by the server: the run has ended and everything was sent
  } catch {
    await sleep(500)
  }
}
