import { type ChildProcess, fork } from 'node:child_process'
import { usersUmask } from './users-umask.ts'

/** What goes to a worker and comes back: answers to calls, and news that nobody asked for. */
export interface WorkerCall<Request> {
  id: number
  request: Request
}
export type WorkerMessage<Answer, News> = { id: number; answer: Answer } | { id: number; error: Error } | { news: News }

export interface WorkerOptions<News> {
  /** `The process that runs git`: for the error of a call that it did not live to answer. */
  name: string
  /** Where the server and this module are, its end is told too. */
  onNews?: (news: News) => void
  onEnd?: () => void
}

/** It did not live to answer: what it was asked may have been done or not. */
export class WorkerEnded extends Error {}

/**
 * A small process that starts others for this one: to start a process takes as long as the starter is large, and blocks it
 * (ADR 0012). It is started by the first call, started again where it has ended, and does not keep this process alive.
 */
export function callWorker<Request, Answer, News = never>(
  module: URL,
  options: WorkerOptions<News>,
): (request: Request) => Promise<Answer> {
  let current: ((request: Request) => Promise<Answer>) | undefined
  return (request) => {
    current ??= startWorker<Request, Answer, News>(module, options, (ended) => {
      if (current === ended) current = undefined
    })
    return current(request)
  }
}

function startWorker<Request, Answer, News>(
  module: URL,
  { name, onNews, onEnd }: WorkerOptions<News>,
  forget: (ended: (request: Request) => Promise<Answer>) => void,
): (request: Request) => Promise<Answer> {
  // A group of its own: Ctrl-C is for the server, which ends what it must, and for nothing that a worker has started.
  const umask = usersUmask()
  const child = fork(module, umask === null ? [] : [String(umask)], {
    detached: true,
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const waiting = new Map<number, PromiseWithResolvers<Answer>>()
  let lastId = 0

  const end = (error: Error) => {
    forget(worker)
    for (const call of waiting.values()) call.reject(error)
    waiting.clear()
    onEnd?.()
  }
  child.on('message', (message: WorkerMessage<Answer, News>) => {
    if ('news' in message) return onNews?.(message.news)
    const call = waiting.get(message.id)
    waiting.delete(message.id)
    if ('error' in message) call?.reject(message.error)
    else call?.resolve(message.answer)
    if (waiting.size === 0) letGo(child)
  })
  child.on('error', end)
  child.on('exit', (code, signal) => end(new WorkerEnded(`${name} ended (${signal ?? code})`)))

  const worker = (request: Request): Promise<Answer> => {
    const call = Promise.withResolvers<Answer>()
    const id = ++lastId
    waiting.set(id, call)
    hold(child)
    child.send({ id, request } satisfies WorkerCall<Request>, (error) => {
      if (error && waiting.delete(id)) call.reject(new WorkerEnded(error.message))
    })
    return call.promise
  }
  return worker
}

/** An answer is awaited: this process must not end before it. */
function hold(child: ChildProcess): void {
  child.ref()
  child.channel?.ref()
}

function letGo(child: ChildProcess): void {
  child.unref()
  child.channel?.unref()
}
