// Follows a run to its end and has every event once, also when the connection is lost. Node 20 or newer, no packages.
// usage: COPPICE_TOKEN=… node follow-run.mjs http://127.0.0.1:4000 RUN_ID
// Exit codes: 0 the run has ended, 2 wrong arguments, 1 the server refuses.
import { setTimeout as sleep } from 'node:timers/promises'

/** An error that a later try can fix. */
class MayPass extends Error {}

const [, , server, runId] = process.argv
const token = process.env.COPPICE_TOKEN
if (!server || !runId || !token) stop(2, 'usage: COPPICE_TOKEN=… node follow-run.mjs http://127.0.0.1:4000 RUN_ID')

const query = `subscription Follow($runId: ID!, $after: Int!) { progress(runId: $runId, after: $after) {
  __typename sequence ... on TaskFinished { taskKey taskStatus } ... on RunFinished { runStatus } } }`
const LONGEST_WAIT_MS = 10_000

for (let after = 0, waitMs = 250; ; ) {
  try {
    for await (const event of events(after)) {
      after = event.sequence
      waitMs = 250
      console.log(JSON.stringify(event))
    }
    break // completed by the server: the run has ended and everything was sent
  } catch (error) {
    // An error that is neither the network nor a starting server does not go away.
    if (!(error instanceof MayPass)) stop(1, error.message)
    console.error(`${error.message}; trying again from event ${after + 1} in ${waitMs / 1000} s`)
    await sleep(waitMs)
    waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)
  }
}

/** The events after a number, as the server sends them (server-sent events), until the end of the run. */
async function* events(after) {
  let event = ''
  for await (const line of lines(await subscribe({ query, variables: { runId, after } }))) {
    if (line.startsWith('event:')) event = line.slice('event:'.length).trim()
    if (line.startsWith('event:') && event === 'complete') return
    if (!line.startsWith('data:') || event !== 'next') continue
    const { data, errors } = JSON.parse(line.slice('data:'.length))
    if (errors) throw refusal(errors)
    yield data.progress
  }
  throw new MayPass('the connection was closed before the run ended')
}

async function subscribe(operation) {
  const headers = {
    authorization: `Bearer ${token}`,
    accept: 'text/event-stream',
    'content-type': 'application/json',
  }
  const request = { method: 'POST', headers, body: JSON.stringify(operation) }
  const response = await fetch(new URL('/graphql', server), request).catch((error) => {
    throw error.cause?.code ? new MayPass(`${server} cannot be reached (${error.cause.code})`) : error
  })
  if (response.ok && response.headers.get('content-type')?.startsWith('text/event-stream')) return response.body
  const text = await response.text()
  if (response.status === 429 || response.status >= 500)
    throw new MayPass(`the server says ${response.status} ${response.statusText}`)
  throw refusal(errorsOf(text) ?? [{ message: `the server says ${response.status}: ${text.slice(0, 200)}` }])
}

async function* lines(body) {
  let rest = ''
  try {
    for await (const text of body.pipeThrough(new TextDecoderStream())) {
      const whole = (rest + text).split('\n')
      rest = whole.pop() ?? ''
      yield* whole
    }
  } catch (error) {
    throw new MayPass(`the connection was lost (${error.message})`)
  }
}

function errorsOf(text) {
  try {
    return JSON.parse(text).errors
  } catch {
    return undefined
  }
}

/** A limit on streams goes away. A wrong token, an unknown run or a bad request does not. */
function refusal(errors) {
  const [{ message, extensions }] = errors
  const said = extensions?.code ? `${extensions.code}: ${message}` : message
  return extensions?.code === 'LIMIT_EXCEEDED' ? new MayPass(said) : new Error(said)
}

function stop(exitCode, message) {
  console.error(message)
  process.exit(exitCode)
}
