// Prints every event of a run once, until the run ends, also across lost connections. It needs Node 20 or newer and no packages.
// usage: COPPICE_TOKEN=… node follow-run.mjs http://127.0.0.1:4000 RUN_ID
// Exit codes: 0 the run has ended, 1 the server refuses the request, 2 wrong arguments.
import { setTimeout as sleep } from 'node:timers/promises'

/** An error after which a retry makes sense, such as a lost connection. */
class Retryable extends Error {}

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
    break // The server completed the stream: the run has ended and every event was sent.
  } catch (error) {
    // Any other error would occur again, such as a wrong token.
    if (!(error instanceof Retryable)) stop(1, error.message)
    console.error(`${error.message}; trying again from event ${after + 1} in ${waitMs / 1000} s`)
    await sleep(waitMs)
    waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)
  }
}

/** Reads the events after a number as server-sent events, until the server completes the stream. */
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
  throw new Retryable('the connection was closed before the run ended')
}

async function subscribe(operation) {
  const headers = {
    authorization: `Bearer ${token}`,
    accept: 'text/event-stream',
    'content-type': 'application/json',
  }
  const request = { method: 'POST', headers, body: JSON.stringify(operation) }
  const response = await fetch(new URL('/graphql', server), request).catch((error) => {
    throw error.cause?.code ? new Retryable(`${server} cannot be reached (${error.cause.code})`) : error
  })
  if (response.ok && response.headers.get('content-type')?.startsWith('text/event-stream')) return response.body
  const text = await response.text()
  if (response.status === 429 || response.status >= 500)
    throw new Retryable(`the server responded with ${response.status} ${response.statusText}`)
  throw refusal(errorsOf(text) ?? [{ message: `the server responded with ${response.status}: ${text.slice(0, 200)}` }])
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
    throw new Retryable(`the connection was lost (${error.message})`)
  }
}

function errorsOf(text) {
  try {
    return JSON.parse(text).errors
  } catch {
    return undefined
  }
}

/** Turns the errors of a response into an error. Only a limit, such as too many streams, is worth a retry. */
function refusal(errors) {
  const [{ message, extensions }] = errors
  const text = extensions?.code ? `${extensions.code}: ${message}` : message
  return extensions?.code === 'LIMIT_EXCEEDED' ? new Retryable(text) : new Error(text)
}

function stop(exitCode, message) {
  console.error(message)
  process.exit(exitCode)
}
