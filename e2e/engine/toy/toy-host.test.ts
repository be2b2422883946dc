import { type ChildProcess, fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import type { SessionFact } from '@coppice/engine'
import { preparedHome } from '@coppice/persistence/testing'
import { commandPlan, tempFolder, tempRepository, until } from '@coppice/testkit'
import { expect, it, onTestFinished } from 'vitest'
import { livingProcesses } from '../living-processes.ts'
import type { ToyCalls } from './toy-server.ts'

interface ToyServer {
  ask<Name extends keyof ToyCalls>(name: Name, ...args: Parameters<ToyCalls[Name]>): ReturnType<ToyCalls[Name]>
  kill(): Promise<void>
}

/** Starts a server in a process of its own. It resolves when the server has taken up the sessions of the server before it. */
async function startServer(home: string): Promise<ToyServer> {
  const child = fork(join(import.meta.dirname, 'toy-server.ts'), [home], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  onTestFinished(() => kill(child))
  const waiting = new Map<number, PromiseWithResolvers<never>>()
  const resultOf = (id: number): Promise<never> => {
    const result = Promise.withResolvers<never>()
    waiting.set(id, result)
    return result.promise
  }
  const ready = resultOf(0)
  child.on('message', ({ id, result, error }: { id: number; result: never; error?: string }) => {
    if (error === undefined) waiting.get(id)?.resolve(result)
    else waiting.get(id)?.reject(new Error(error))
  })
  await ready
  let last = 0
  return {
    ask(name, ...args) {
      last += 1
      const id = last
      const result = resultOf(id)
      child.send({ id, name, args })
      return result as ReturnType<ToyCalls[typeof name]>
    },
    kill: () => kill(child),
  }
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGKILL')
  await once(child, 'exit')
}

const HELLO = '7c9e6679-7425-40de-944b-e07fc1f90ae7'
const ANSWER = '550e8400-e29b-41d4-a716-446655440000'
const MESSAGES = new Map([
  [HELLO, 'hello'],
  [ANSWER, 'answer'],
])

/**
 * In millionths of a dollar. The requests cost 100 × 3 + 10 × 15 + 5 × 0.3 + 3 × 6 = 469.5 and 200 × 3 + 10 × 15 + 5 × 0.3 + 3 × 6 = 769.5.
 * Each is rounded up.
 */
const COST = 470 + 770

const FACTS = [
  ...['ConversationNamed', 'ModelCalled first partial', 'Said', 'ModelCalled first', 'PermissionAsked'],
  ...[
    'Received hello',
    'Noticed',
    'Said',
    'Received answer',
    'Noticed',
    'PermissionAnswered',
    'ModelCalled second',
    'Said',
  ],
]
const nameOf = (fact: SessionFact): string => {
  if (fact.type === 'ModelCalled') return `ModelCalled ${fact.requestId}${fact.partial ? ' partial' : ''}`
  return fact.type === 'Received' ? `Received ${MESSAGES.get(fact.messageId)}` : fact.type
}

it.each(['before', 'after'] as const)(
  'R1: a host whose question is answered %s its server is killed is adopted, carries out the answer once, and its cost counts once',
  async (when) => {
    const home = await preparedHome(tempFolder())
    const repository = tempRepository()
    const plan = commandPlan([{ key: 'a', epic: 'x', run: 'answers.txt' }])
    const first = await startServer(home)
    const runId = await first.ask('begin', repository.path, JSON.stringify(plan))
    const { id } = await until('the session', async () => (await first.ask('sessions', runId))[0])
    const hasFact = async (server: ToyServer, name: string) =>
      (await server.ask('facts', id)).map(nameOf).includes(name)
    const allow = (server: ToyServer) => server.ask('answer', id, ANSWER, 'yes')

    await until('the question', async () => (await first.ask('session', id))?.question)
    await expect(first.ask('answer', id, randomUUID(), 'maybe')).rejects.toThrow('Choose one of: yes, no')
    for (let time = 0; time < 2; time += 1) await first.ask('tell', id, HELLO, 'hello')
    await until('the message', () => hasFact(first, 'Received hello'))
    const usage = async () => (await first.ask('session', id))?.metrics
    await until('the usage of a running session', async () => (await usage())?.messageCount === 2)
    expect(await usage()).toMatchObject({ inputTokens: 100, cacheWriteTokens: 3, costMicroUsd: 470 })
    expect((await first.ask('session', id))?.question).toMatchObject({ askId: 'ask', text: 'write answers.txt' })
    if (when === 'before') {
      await allow(first)
      await until('the answer', () => hasFact(first, 'Received answer'))
    }
    await first.kill()
    if (when === 'before') await until('the end of the host', () => livingProcesses(id).length === 0)
    else expect(livingProcesses(id).length).toBeGreaterThan(0)

    const second = await startServer(home)
    const both = [allow(second), second.ask('answer', id, randomUUID(), 'no')]
    expect((await Promise.allSettled(both)).map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
    await allow(second)
    const run = await until('the end of the run', async () => {
      const now = await second.ask('run', runId)
      return now?.finishedAt ? now : null
    })
    expect(run.status).toBe('COMPLETED')
    expect(repository.git('show', 'main:answers.txt')).toBe('yes')
    const facts = await second.ask('facts', id)
    expect(facts.map(({ sequence }) => sequence)).toEqual(FACTS.map((_, index) => index + 1))
    expect(facts.map(nameOf)).toEqual(FACTS)
    const output = await second.ask('output', id)
    expect(output.map(({ sequence }) => sequence)).toEqual(output.map((_, index) => index + 1))
    expect(output.map(({ kind, text }) => `${kind} ${text}`)).toEqual([
      'TEXT I want to write a file.',
      'NOTICE The agent asks for permission: write answers.txt',
      'NOTICE ada wrote to the agent: hello',
      'TEXT I received: hello',
      'NOTICE ada answered the question of the agent with yes.',
      'NOTICE The permission was answered with yes.',
      'TEXT Done.',
    ])
    const [session, ...more] = await second.ask('sessions', runId)
    expect(more).toEqual([])
    expect(session?.metrics).toMatchObject({
      ...{ messageCount: 3, toolCallCount: 0, inputTokens: 300, outputTokens: 20 },
      ...{ cacheReadTokens: 10, cacheWriteTokens: 6, costMicroUsd: COST, reportedCostMicroUsd: 2_000 },
    })
    expect(await second.ask('ledger', id)).toEqual(['first 470 1000', 'second 770 1000'])
    expect(await second.ask('sums', runId)).toEqual([`toy-1 2 ${COST}`])
    expect(session?.factCursor).toBe(FACTS.length)
    expect(session?.question).toBeNull()
    const events = await second.ask('events', runId)
    const costs = events.flatMap(({ type, data }) =>
      type === 'TaskFinished' || type === 'BatchFinished' || type === 'RunFinished' ? [[type, data.costMicroUsd]] : [],
    )
    expect(costs).toEqual([
      ['TaskFinished', COST],
      ['BatchFinished', COST],
      ['RunFinished', COST],
    ])
    const types = ['SessionMessageSent', 'SessionMessageReceived', 'PermissionAsked', 'PermissionAnswered']
    expect(
      events
        .map(({ type }) => type)
        .filter((type) => types.includes(type))
        .sort(),
    ).toEqual([
      ...['PermissionAnswered', 'PermissionAsked', 'SessionMessageReceived', 'SessionMessageReceived'],
      ...['SessionMessageSent', 'SessionMessageSent'],
    ])
    for (const message of [HELLO, ANSWER])
      expect(await second.ask('message', message)).toMatchObject({ author: 'ada', acknowledgedAt: expect.any(Number) })
    const late = second.ask('tell', id, randomUUID(), 'too late')
    await expect(late).rejects.toThrow('Session 1 has ended and reads no more messages')
  },
)
