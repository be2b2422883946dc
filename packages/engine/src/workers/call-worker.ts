import { type ChildProcess, fork } from 'node:child_process'
import { usersUmask } from './users-umask.ts'

/** Messages from a worker: results of calls, and notifications. */
export interface WorkerCall<Request> {
  id: number
  request: Request
}
export type WorkerMessage<Answer, News> = { id: number; answer: Answer } | { id: number; error: Error } | { news: News }

export interface WorkerOptions<News> {
  /** For error messages, such as `The process that runs git`. */
  name: string
  /** Called when the worker has ended. */
  onNews?: (news: News) => void
  onEnd?: () => void
}

/** The worker ended before it returned a result. The call may or may not have had its effect. */
export class WorkerEnded extends Error {}

/**
 * A small process that starts other processes for this one. Starting a process takes longer the larger the starter is, and blocks it
 * (ADR 0012). The first call starts the worker. A call after its end starts it again. It does not keep this process alive.
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
  // A process group of its own: Ctrl-C must reach the server, which ends what it must, but nothing that a worker has started.
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

/** A call waits for its result, so this process must not end before it. */
function hold(child: ChildProcess): void {
  child.ref()
  child.channel?.ref()
}

function letGo(child: ChildProcess): void {
  child.unref()
  child.channel?.unref()
}
