import { existsSync, writeFileSync } from 'node:fs'
import { foldRun, type RunEvent, type RunView, UNKNOWN_RUN } from '@coppice/run-model'
import {
  type CheckoutServer,
  type CommandTask,
  commandPlan,
  graphqlClient,
  tempFolder,
  tempRepository,
} from '@coppice/testkit'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Client } from './client.ts'
import { type RecordedRun, recordRun } from './recorded-run.ts'
import { launch, newPlace } from './serve.ts'

/** A run with its plan and the commands that a person sends. Together, the runs of this test produce all kinds of events. */
interface Shape {
  tasks: readonly CommandTask[]
  verify?: string[]
  resources?: Record<string, number>
  files?: Record<string, string>
  slots?: number
  /** If given, the test starts a first run and cancels it when this returns true for its state. Then it starts and records a second run. */
  after?: (view: RunView) => boolean
  /** The commands, in order. Each is sent once, when its `when` returns true for the state of the run. */
  acts?: readonly { when: (view: RunView) => boolean; document: (view: RunView) => string }[]
}

const mark = (name: string) => `${tempFolder('marks')}/${name}`
const statusOf = (view: RunView, key: string) => view.tasks.find((task) => task.key === key)?.status
const idOf = (view: RunView, key: string) => view.tasks.find((task) => task.key === key)?.id
const mutation = (field: string) => `mutation { ${field} { __typename ... on Error { message } } }`

function shapes(): Record<string, Shape> {
  const [retried, limited, released, kept] = [mark('retried'), mark('limited'), mark('released'), mark('kept')]
  const clashed = mark('clashed')
  const failsOnce = (file: string, words: string) =>
    `if [ -e ${file} ]; then echo done > work.txt; else touch ${file}; echo '${words}'; exit 1; fi`
  return {
    'conflicts, one resolved and one not': {
      tasks: [
        { key: 'a', epic: 'x', run: 'echo a > f.txt' },
        { key: 'b', epic: 'x', run: 'echo b > f.txt', resolve: 'echo ab > f.txt' },
        { key: 'c', epic: 'x', run: 'echo c > f.txt', resolve: 'exit 1', maxAttempts: 1 },
        { key: 'd', epic: 'y', run: 'true', dependsOn: ['c'] },
      ],
    },
    'work that verify refuses twice': {
      tasks: [
        { key: 'bad', epic: 'x', run: 'echo bad > bad.txt', maxAttempts: 2 },
        { key: 'good', epic: 'x', run: 'echo good > good.txt' },
        { key: 'behind', epic: 'y', run: 'true', dependsOn: ['bad'] },
      ],
      verify: ['sh check.sh'],
      files: { 'check.sh': 'if [ -e bad.txt ]; then echo "not ok 1 - no bad.txt"; exit 1; fi\n' },
    },
    'a cancelled run': {
      tasks: [
        { key: 'first', epic: 'x', run: 'echo first > first.txt' },
        { key: 'endless', epic: 'x', run: 'sleep 3000' },
        { key: 'waits', epic: 'y', run: 'true', dependsOn: ['endless'] },
      ],
      acts: [
        {
          when: (view) => statusOf(view, 'first') === 'COMPLETED' && statusOf(view, 'endless') === 'RUNNING',
          document: ({ id }) => mutation(`cancel(input: { runId: "${id}" })`),
        },
      ],
    },
    'a task that is retried in a run that is paused and gets other slots': {
      tasks: [
        { key: 'fails', epic: 'x', run: failsOnce(retried, 'not this time'), maxAttempts: 1 },
        { key: 'holds', epic: 'x', run: `until [ -e ${released} ]; do sleep 0.1; done; echo held > held.txt` },
        { key: 'behind', epic: 'y', run: 'echo behind > behind.txt', dependsOn: ['fails'] },
      ],
      acts: [
        {
          when: (view) => statusOf(view, 'behind') === 'SKIPPED',
          document: ({ id }) => mutation(`pause(input: { runId: "${id}" })`),
        },
        {
          when: (view) => view.status === 'PAUSED',
          document: ({ id }) => mutation(`setMaxConcurrency(input: { runId: "${id}", maxConcurrency: 5 })`),
        },
        {
          when: (view) => view.maxConcurrency === 5,
          document: (view) => mutation(`retryTask(input: { runTaskId: "${idOf(view, 'fails')}" })`),
        },
        {
          when: (view) => statusOf(view, 'fails') === 'PENDING',
          document: ({ id }) => mutation(`resume(input: { runId: "${id}" })`),
        },
        {
          when: (view) => statusOf(view, 'fails') === 'RUNNING',
          document: (view) => {
            writeFileSync(released, '')
            return mutation(`setMaxConcurrency(input: { runId: "${view.id}", maxConcurrency: 2 })`)
          },
        },
      ],
    },
    'a run that begins with finished work of an earlier one': {
      tasks: [
        { key: 'slow', epic: 'x', run: `if [ ! -e ${kept} ]; then touch ${kept}; sleep 3000; fi` },
        { key: 'quick', epic: 'x', run: 'echo quick > quick.txt' },
      ],
      after: (view) => statusOf(view, 'quick') === 'MERGING' && existsSync(kept),
    },
    'tasks that wait for a resource': {
      resources: { database: 1 },
      tasks: ['first', 'second', 'third'].map((key) => ({
        ...{ key, epic: 'x', uses: ['database'], run: `echo ${key} > ${key}.txt` },
      })),
    },
    'tasks whose work will conflict': {
      tasks: [
        { key: 'blocks', epic: 'x', run: `until [ -e ${clashed} ]; do sleep 0.1; done; echo blocks > blocks.txt` },
        { key: 'one', epic: 'x', run: 'echo one > f.txt' },
        { key: 'other', epic: 'x', run: 'echo other > f.txt' },
      ],
      acts: [
        {
          when: (view) => view.tasks.some(({ clashes }) => clashes.length > 0),
          document: () => {
            writeFileSync(clashed, '')
            return '{ __typename }'
          },
        },
      ],
    },
    'a provider that holds its tasks': {
      tasks: [
        {
          key: 'limited',
          epic: 'x',
          provider: 'p',
          run: failsOnce(limited, 'COPPICE: provider limit for 1s'),
        },
        { key: 'same', epic: 'x', provider: 'p', run: 'echo same > same.txt' },
      ],
      slots: 1,
    },
    'a provider whose hold a person ends': {
      tasks: [
        {
          key: 'limited',
          epic: 'x',
          provider: 'released',
          run: failsOnce(mark('released-early'), 'COPPICE: provider limit for 9h'),
        },
        { key: 'same', epic: 'x', provider: 'released', run: 'echo same > same.txt' },
      ],
      slots: 1,
      acts: [
        {
          when: (view) => view.holds.length > 0,
          document: ({ id }) => mutation(`releaseProvider(input: { runId: "${id}" })`),
        },
      ],
    },
  }
}

async function recorded(shape: Shape): Promise<RecordedRun> {
  const client = new Client(server)
  const { tasks, verify = [], resources = {}, files, slots = 3, acts = [] } = shape
  const project = await client.projectWith(commandPlan(tasks, { verify, resources }), tempRepository(files))
  const start = async () => (await client.startParallel(project, { maxConcurrency: slots })).run?.id ?? ''
  if (shape.after) await cancelledRun(await start(), shape.after)
  const left = [...acts]
  return recordRun(server, await start(), async (view) => {
    if (!left[0]?.when(view)) return
    await graphqlClient(server).request(left.shift()?.document(view) ?? '')
  })
}

async function cancelledRun(runId: string, isTime: (view: RunView) => boolean): Promise<void> {
  let asked = false
  await recordRun(server, runId, async (view) => {
    if (asked || !isTime(view)) return
    asked = true
    await graphqlClient(server).request(mutation(`cancel(input: { runId: "${runId}" })`))
  })
}

let server: CheckoutServer
const recordings = new Map<string, Promise<RecordedRun>>()

/** Records all runs at the same time, to save time. */
beforeAll(async () => {
  server = await launch(await newPlace())
  await server.ready()
  for (const [name, shape] of Object.entries(shapes())) recordings.set(name, recorded(shape))
  await Promise.allSettled(recordings.values())
})

afterAll(() => server?.killAll())

describe.each(Object.entries(shapes()))('R2: a page about %s shows the same whenever it was opened', (name) => {
  let snapshots: RunView[]
  let events: RunEvent[]
  const until = (view: RunView, sequence: number) =>
    foldRun(
      view,
      events.filter((event) => event.sequence <= sequence),
    )

  beforeAll(async () => {
    ;({ snapshots, events } = (await recordings.get(name)) as RecordedRun)
  })

  it('the events after any snapshot, or from the first event on, give the state of every later snapshot', () => {
    const from = [UNKNOWN_RUN, ...snapshots]
    for (const view of from)
      for (const later of snapshots.filter(({ lastSequence }) => lastSequence >= view.lastSequence))
        expect(until(view, later.lastSequence), `from ${view.lastSequence}`).toEqual(later)
  })

  it('a page whose parts were read at different moments gets the same final state', () => {
    const at = fc.nat(snapshots.length - 1)
    const last = snapshots.at(-1) as RunView
    fc.assert(
      fc.property(at, fc.array(at, { minLength: last.tasks.length, maxLength: last.tasks.length }), (first, newer) => {
        const head = snapshots[first] as RunView
        const tasks = head.tasks.map((task, i) => snapshots[Math.max(first, newer[i] ?? 0)]?.tasks[i] ?? task)
        expect(until({ ...head, tasks }, last.lastSequence)).toEqual(last)
      }),
      { numRuns: 200 },
    )
  })
})
