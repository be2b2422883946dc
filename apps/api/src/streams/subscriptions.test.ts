import { type IncomingMessage, request } from 'node:http'
import type { RunningAgentView } from '@coppice/engine'
import { followProgress, rawSocket, socketClient, sse } from '@coppice/testkit'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { finishRun, happen, seededRun, seededSession } from '../fixtures/seeded-run.ts'
import { type ServerUnderTest, serverUnderTest } from '../fixtures/server-under-test.ts'
import { globalId } from '../schema/ids.ts'
import { ACTIVITY_INTERVAL_MS } from './follow-activity.ts'

let ours: ServerUnderTest
/** The number of subscribers that listen to the store. */
let listening = 0
beforeAll(async () => {
  ours = await serverUnderTest()
  const { store } = ours.database
  const onEvents = store.onEvents.bind(store)
  vi.spyOn(store, 'onEvents').mockImplementation((runId, call) => {
    listening++
    const stop = onEvents(runId, call)
    return () => {
      listening--
      stop()
    }
  })
})
afterAll(() => ours.stop())

const address = () => ({ url: ours.url, token: ours.token })
const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index)

const PROGRESS = `subscription P($runId: ID!, $after: Int! = 0) { progress(runId: $runId, after: $after) { __typename sequence } }`
type Progress = { progress: { __typename: string; sequence: number } }

async function running() {
  const { store } = ours.database
  const { run, project, tasks } = await seededRun(store)
  const [task] = tasks
  if (!task) throw new Error('no task')
  return { store, run, project, task, runId: globalId('Run', run.id) }
}

async function overSse(runId: string, after: number): Promise<number[]> {
  const seen: number[] = []
  for await (const { progress } of sse<Progress>(address(), PROGRESS, { runId, after })) seen.push(progress.sequence)
  return seen
}

async function overSocket(runId: string, after: number): Promise<number[]> {
  const client = socketClient(address())
  const seen: number[] = []
  for await (const { data } of client.iterate<Progress>({ query: PROGRESS, variables: { runId, after } }))
    if (data) seen.push(data.progress.sequence)
  await client.dispose()
  return seen
}

describe.each([
  ['server-sent events', overSse],
  ['a socket', overSocket],
])('R2: progress over %s', (_name, follow) => {
  it('sends stored events, then new events, and completes with the run, without gaps or duplicates', async () => {
    const { store, run, runId } = await running()
    await happen(store, run.id, 250)
    const before = listening
    const seen = follow(runId, 0)
    await expect.poll(() => listening).toBe(before + 1)
    for (let burst = 0; burst < 10; burst++) await happen(store, run.id, 7)
    await finishRun(store, run.id)
    expect(await seen).toEqual(numbers(1, 321))
    await expect.poll(() => listening).toBe(before)
  })

  it('continues from any number, also of a run that has ended', async () => {
    const { store, run, runId } = await running()
    await happen(store, run.id, 9)
    await finishRun(store, run.id)
    for (const [after, first] of [
      [0, 1],
      [4, 5],
      [9, 10],
      [-7, 1],
    ] as const)
      expect(await follow(runId, after)).toEqual(numbers(first, 10))
    expect(await follow(runId, 10)).toEqual([])
    expect(await follow(runId, 99)).toEqual([])
  })

  it('waits when `after` is higher than the last event', async () => {
    const { store, run, runId } = await running()
    const seen = follow(runId, 3)
    await happen(store, run.id, 4)
    await finishRun(store, run.id)
    expect(await seen).toEqual([4, 5])
  })
})

describe('R2: progress', () => {
  it('continues after the end of the run while its delivery is in progress', async () => {
    const { store, run, runId } = await running()
    await store.transaction((tx) => tx.updateRun(run.id, ['RUNNING'], { deliveryTarget: 'd'.repeat(40) }))
    await finishRun(store, run.id)
    const stream = sse<Progress>(address(), PROGRESS, { runId })
    expect((await stream.next()).value?.progress.__typename).toBe('RunFinished')
    const data = { deliveryStatus: 'DELIVERED', baseCommit: 'd'.repeat(40), reason: null } as const
    await store.transaction(async (tx) => {
      await tx.updateRun(run.id, ['COMPLETED'], { deliveryTarget: null })
      await tx.appendEvents(run.id, 3, [{ type: 'DeliveryFinished', data }])
    })
    expect((await stream.next()).value?.progress.__typename).toBe('DeliveryFinished')
    expect((await stream.next()).done).toBe(true)
  })

  it('sends the fields of events under the names of the contract, with costs in dollars and with global ids', async () => {
    const { store, run, task, project, runId } = await running()
    const session = await seededSession(store, task, project.id)
    const of = { taskKey: task.key, runTaskId: task.id }
    const started = { ...of, epicKey: 'core', batchNumber: 1, attempt: 1, agent: 'command', model: null }
    const finished = { ...of, attempt: 1, taskStatus: 'PENDING', reason: 'exit code 7', costMicroUsd: 12_500 } as const
    await store.transaction((tx) =>
      tx.appendEvents(run.id, 1, [
        {
          type: 'TaskStarted',
          data: { ...started, sessionId: session.id, branch: 'refs/heads/coppice/work/run-1/slugify' },
        },
        { type: 'AttemptFinished', data: { ...finished, retryAt: 2_000, nextPhase: null } },
        { type: 'MergeConflicted', data: { ...of, files: ['a.txt'] } },
      ]),
    )
    await finishRun(store, run.id)
    const document = `subscription($runId: ID!) { progress(runId: $runId) { sequence at runId
      ... on TaskStarted { taskKey epicKey sessionId model task { key status } }
      ... on AttemptFinished { taskStatus reason costUsd retryAt }
      ... on MergeConflicted { files }
      ... on RunFinished { runStatus costUsd run { status } }
    } }`
    const seen: unknown[] = []
    for await (const { progress } of sse<{ progress: unknown }>(address(), document, { runId })) seen.push(progress)
    expect(seen).toMatchObject([
      {
        runId,
        taskKey: 't1',
        epicKey: 'core',
        sessionId: globalId('Session', session.id),
        model: null,
        task: { key: 't1' },
      },
      { taskStatus: 'PENDING', reason: 'exit code 7', costUsd: 0.0125, retryAt: '1970-01-01T00:00:02.000Z' },
      { files: ['a.txt'] },
      { sequence: 4, runStatus: 'COMPLETED', costUsd: null, run: { status: 'COMPLETED' } },
    ])
  })

  it('returns the objects of an event in their state when it is sent', async () => {
    const { store, run, task, runId } = await running()
    const merged = { type: 'TaskMerged', data: { taskKey: 't1', commit: 'c'.repeat(40), runTaskId: task.id } } as const
    const document = `subscription($runId: ID!) { progress(runId: $runId) { ... on TaskMerged { task { status run { completedTasks } } } } }`
    type Linked = { progress: { task: { status: string; run: { completedTasks: number } } } }
    await store.transaction((tx) => tx.appendEvents(run.id, 1, [merged]))
    const stream = sse<Linked>(address(), document, { runId })
    expect((await stream.next()).value?.progress.task).toEqual({ status: 'RUNNING', run: { completedTasks: 0 } })
    await store.transaction(async (tx) => {
      await tx.updateRunTask(task.id, ['RUNNING'], { status: 'COMPLETED' })
      await tx.appendEvents(run.id, 1, [merged])
    })
    expect((await stream.next()).value?.progress.task).toEqual({ status: 'COMPLETED', run: { completedTasks: 1 } })
    await stream.return(undefined)
  })

  it('fails with NOT_FOUND for an absent run', async () => {
    for (const runId of ['x', globalId('Task', crypto.randomUUID()), globalId('Run', crypto.randomUUID())])
      await expect(sse(address(), PROGRESS, { runId }).next(), runId).rejects.toThrow('NOT_FOUND')
  })

  it('continues after the last event when the connection is lost after any event', async () => {
    const { store, run, runId } = await running()
    await happen(store, run.id, 25)
    await finishRun(store, run.id)
    const seen: number[] = []
    for (let after = 0; after < 26; ) {
      const stop = new AbortController()
      for await (const { sequence } of followProgress(address(), runId, { after, signal: stop.signal })) {
        seen.push(sequence)
        after = sequence
        if (sequence % 7 === 0) break
      }
      stop.abort()
    }
    expect(seen).toEqual(numbers(1, 26))
  })

  it('R4: stops listening when the client disconnects, even if the run has no new event', async () => {
    const { store, run, runId } = await running()
    await happen(store, run.id)
    const before = listening
    const stop = new AbortController()
    const stream = sse(address(), PROGRESS, { runId }, { signal: stop.signal })
    await stream.next()
    const socket = await rawSocket(ours.url)
    socket.send({ type: 'connection_init', payload: { authorization: `Bearer ${ours.token}` } })
    await socket.waitFor(({ type }) => type === 'connection_ack')
    for (const id of ['1', '2'])
      socket.send({ type: 'subscribe', id, payload: { query: PROGRESS, variables: { runId } } })
    await socket.waitFor(({ type, id }) => type === 'next' && id === '2')
    await expect.poll(() => listening).toBe(before + 3)

    socket.send({ type: 'complete', id: '1' })
    await expect.poll(() => listening).toBe(before + 2)
    socket.socket.terminate()
    await expect.poll(() => listening).toBe(before + 1)
    stop.abort()
    await expect.poll(() => listening).toBe(before)
  })

  it('R4: reads no more pages than a slow subscriber reads', async () => {
    const { store, run, task, runId } = await running()
    const data = { taskKey: 't1', output: 'x'.repeat(16_000), runTaskId: task.id }
    const event = { type: 'VerificationFailed', data } as const
    await store.transaction((tx) => tx.appendEvents(run.id, 1, Array(3_000).fill(event)))
    await finishRun(store, run.id)
    const query = PROGRESS.replace('sequence', 'sequence ... on VerificationFailed { output }')
    const pages = vi.spyOn(store, 'events')
    const socket = await pausedSocket(query, { runId })
    const stream = await pausedStream(query, { runId })
    // Another subscriber gets all events, in 31 pages. Meanwhile the server reads fewer than 15 pages for each of the two slow subscribers.
    expect(await overSse(runId, 0)).toHaveLength(3_001)
    const read = pages.mock.calls.length
    pages.mockRestore()
    socket.terminate()
    stream.destroy()
    expect(read).toBeLessThan(31 + 2 * 15)
  })
})

/** Opens a socket that subscribes and then does not read. */
async function pausedSocket(query: string, variables: object) {
  const { socket, send, waitFor } = await rawSocket(ours.url)
  send({ type: 'connection_init', payload: { authorization: `Bearer ${ours.token}` } })
  await waitFor(({ type }) => type === 'connection_ack')
  send({ type: 'subscribe', id: '1', payload: { query, variables } })
  socket.pause()
  return socket
}

async function pausedStream(query: string, variables: object): Promise<IncomingMessage> {
  const headers = {
    authorization: `Bearer ${ours.token}`,
    'content-type': 'application/json',
    accept: 'text/event-stream',
  }
  return new Promise((resolve, reject) => {
    const asked = request(`${ours.url}/graphql`, { method: 'POST', headers }, (response) => resolve(response.pause()))
    asked.once('error', reject)
    asked.end(JSON.stringify({ query, variables }))
  })
}

async function endSession(runId: string, sessionId: string): Promise<void> {
  await ours.database.store.transaction(async (tx) => {
    await tx.updateSession(sessionId, ['RUNNING'], { status: 'COMPLETED', endedAt: 5 })
    const data = { taskKey: 't1', sessionId, sessionStatus: 'COMPLETED', reason: null, costMicroUsd: null }
    await tx.appendEvents(runId, 5, [{ type: 'SessionEnded', data: data as never }])
  })
}

describe('R2: sessionOutput', () => {
  const OUTPUT = `subscription O($sessionId: ID!, $after: Int! = 0) {
    sessionOutput(sessionId: $sessionId, after: $after) { sequence kind text at }
  }`
  type Output = { sessionOutput: { sequence: number; text: string } }

  async function lines(sessionId: string, after = 0): Promise<string[]> {
    const texts: string[] = []
    for await (const { sessionOutput } of sse<Output>(address(), OUTPUT, { sessionId, after }))
      texts.push(sessionOutput.text)
    return texts
  }

  it('sends stored entries, then new entries, and completes when the session has ended', async () => {
    const { store, project, task, run } = await running()
    const session = await seededSession(store, task, project.id)
    const sessionId = globalId('Session', session.id)
    const early = Array.from({ length: 250 }, (_, index) => `line ${index}`)
    ours.engine.say(session.id, ...early)
    const seen = lines(sessionId)
    await expect.poll(() => ours.engine.listeners.get(session.id)?.size).toBe(1)
    ours.engine.say(session.id, 'late')
    ours.engine.say(session.id, 'last')
    await endSession(run.id, session.id)
    expect(await seen).toEqual([...early, 'late', 'last'])
    expect(await lines(sessionId, 250)).toEqual(['late', 'last'])
    expect(await lines(sessionId, -1)).toHaveLength(252)
    expect(await lines(sessionId, 999)).toEqual([])
    expect(ours.engine.listeners.has(session.id)).toBe(false)
  })

  it('can also be read in pages by a query', async () => {
    const { store, project, task } = await running()
    const session = await seededSession(store, task, project.id)
    ours.engine.say(session.id, 'a', 'b', 'c')
    const document = 'query($id: ID!) { session(id: $id) { output(first: 1, after: 1) { sequence text kind at } } }'
    expect(await ours.admin.request(document, { id: globalId('Session', session.id) })).toEqual({
      session: { output: [{ sequence: 2, text: 'b', kind: 'STDOUT', at: '2026-01-01T00:00:00.000Z' }] },
    })
  })

  it('R4: sends parts to a client that follows a fast agent, from the newest entries on and with long texts shortened', async () => {
    const { store, project, task, run } = await running()
    const session = await seededSession(store, task, project.id)
    const sessionId = globalId('Session', session.id)
    const document = `subscription P($sessionId: ID!, $after: Int! = 0, $newest: Int) {
      sessionOutputParts(sessionId: $sessionId, after: $after, newest: $newest) { last entries { sequence length text(longest: 5) } }
    }`
    interface Parts {
      sessionOutputParts: { last: number; entries: { sequence: number; length: number; text: string }[] }
    }
    const entries = async (variables: object) => {
      const sent: Parts['sessionOutputParts']['entries'] = []
      for await (const { sessionOutputParts } of sse<Parts>(address(), document, { sessionId, ...variables }))
        sent.push(...sessionOutputParts.entries)
      return sent
    }
    ours.engine.say(session.id, ...Array.from({ length: 450 }, (_, index) => `line ${index + 1}`))
    const [all, newest, none] = [entries({}), entries({ newest: 300 }), entries({ after: 450, newest: 300 })]
    await expect.poll(() => ours.engine.listeners.get(session.id)?.size).toBe(3)
    ours.engine.say(session.id, '1234\u001b[31mred')
    await endSession(run.id, session.id)
    expect((await all).map(({ sequence }) => sequence)).toEqual(Array.from({ length: 451 }, (_, index) => index + 1))
    expect((await newest)[0]).toEqual({ sequence: 151, length: 8, text: 'line ' })
    expect((await newest).at(-1)).toEqual({ sequence: 451, length: 12, text: '1234' })
    expect(await none).toMatchObject([{ sequence: 451 }])
    await expect(entries({ newest: 0 })).rejects.toThrow('at least 1')
  })

  it('the open text comes only to those who ask for it, and never before the entry that it follows', async () => {
    const { store, run, task, project } = await running()
    const session = await seededSession(store, task, project.id)
    interface Parts {
      sessionOutputParts: { entries: { text: string }[]; openText: { kind: string; text: string } | null }
    }
    /** Follows the session. @returns what has come until now, one text for each part */
    const follow = (args: string) => {
      const document = `subscription($sessionId: ID!) {
        sessionOutputParts(sessionId: $sessionId${args}) { entries { text } openText { kind text } }
      }`
      const seen: string[] = []
      const over = (async () => {
        const variables = { sessionId: globalId('Session', session.id) }
        for await (const { sessionOutputParts: part } of sse<Parts>(address(), document, variables)) {
          const open = part.openText ? [`${part.openText.kind}: ${part.openText.text} …`] : []
          seen.push([...part.entries.map(({ text }) => text), ...open].join(', '))
        }
      })()
      return { seen, over }
    }
    const asked = follow(', openText: true')
    const unasked = follow('')
    await expect.poll(() => ours.engine.listeners.get(session.id)?.size).toBe(3)
    const write = (after: number, text: string) => ours.engine.write(session.id, { after, kind: 'TEXT', text })
    write(0, 'one')
    await expect.poll(() => asked.seen).toEqual(['TEXT: one …'])
    write(0, 'one two')
    await expect.poll(() => asked.seen).toEqual(['TEXT: one …', 'TEXT: one two …'])
    write(1, 'three')
    ours.engine.say(session.id, 'one two.')
    await expect.poll(() => asked.seen.slice(2)).toEqual(['one two., TEXT: three …'])
    ours.engine.write(session.id, null)
    await endSession(run.id, session.id)
    await Promise.all([asked.over, unasked.over])
    expect(asked.seen).toHaveLength(3)
    expect(unasked.seen).toEqual(['one two.'])
    expect(ours.engine.listeners.has(session.id)).toBe(false)
  })

  it('fails with NOT_FOUND for an absent session', async () => {
    await expect(lines('x')).rejects.toThrow('NOT_FOUND')
  })
})

describe('activity', () => {
  const ACTIVITY =
    'subscription A($runId: ID!) { activity(runId: $runId) { lastLine durationMs task { key } session { number } } }'
  type Activity = { activity: { lastLine: string | null; task: { key: string } }[] }

  it('sends the running agents, then each change at most twice a second, and completes with the run', async () => {
    const { store, project, task, run, runId } = await running()
    const session = await seededSession(store, task, project.id)
    const agent = (lastLine: string): RunningAgentView => ({
      runTaskId: task.id,
      sessionId: session.id,
      agent: 'command',
      model: null,
      worktreePath: '/w',
      startedAt: ours.clock.now(),
      metrics: session.metrics,
      lastLine,
    })
    ours.engine.agents = [agent('one')]
    const stream = sse<Activity>(address(), ACTIVITY, { runId })
    expect((await stream.next()).value).toMatchObject({ activity: [{ lastLine: 'one', task: { key: 't1' } }] })

    const second = stream.next()
    ours.engine.agents = [agent('two')]
    ours.engine.agents = [agent('three')]
    expect(await Promise.race([second, nextTurn('nothing yet')])).toBe('nothing yet')
    const responded = tick()
    expect((await second).value).toMatchObject({ activity: [{ lastLine: 'three' }] })
    responded()

    ours.engine.agents = []
    await finishRun(store, run.id)
    const done = tick()
    expect((await stream.next()).value).toEqual({ activity: [] })
    expect(await stream.next()).toEqual({ done: true, value: undefined })
    done()
  })
})

const nextTurn = <T>(value: T): Promise<T> => new Promise((resolve) => setImmediate(() => resolve(value)))

/** Advances the clock by one interval every 10 ms. @returns a function that stops this, to call when the response has arrived */
function tick(): () => void {
  const timer = setInterval(() => ours.clock.advance(ACTIVITY_INTERVAL_MS), 10)
  return () => clearInterval(timer)
}
