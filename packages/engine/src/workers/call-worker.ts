import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { usersUmask } from './users-umask.ts'

/** Node keeps compiled code of workers in this folder, as `coppice` does. A worker then starts in half the processor time. */
const COMPILE_CACHE = fileURLToPath(new URL('../../../../.toolchain/compile-cache', import.meta.url))

/** A message to a worker. */
export interface WorkerCall<Request> {
  id: number
  request: Request
}

/** A message from a worker: the result of a call, or a notification (`news`). */
export type WorkerMessage<Answer, News> = { id: number; answer: Answer } | { id: number; error: Error } | { news: News }

export interface WorkerOptions<News> {
  /** The name of the worker in error messages, such as `The process that runs git`. */
  name: string
  onNews?: (news: News) => void
  onEnd?: () => void
}

/** The worker process ended before it returned a result. The call may or may not have had its effect. */
export class WorkerEnded extends Error {}

/**
 * Returns a function that calls a worker: a small process that starts other processes for this one. A large process takes long to start
 * another one and is blocked meanwhile (ADR 0012). The first call starts the worker. A call after the worker's end starts a new worker. An
 * idle worker does not keep this process alive.
 *
 * @param module the file that the worker runs, which calls `serveCalls`
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
  const umask = usersUmask()
  const child = fork(module, umask === null ? [] : [String(umask)], {
    // The worker gets a process group of its own, so that Ctrl-C ends only the server, and not the processes of the worker.
    detached: true,
    execArgv: [],
    // biome-ignore lint/style/noProcessEnv: a worker gets the environment of this process, as without `env`
    env: { ...process.env, NODE_COMPILE_CACHE: COMPILE_CACHE },
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

/** Keeps this process alive until the worker has returned a result. */
function hold(child: ChildProcess): void {
  child.ref()
  child.channel?.ref()
}

function letGo(child: ChildProcess): void {
  child.unref()
  child.channel?.unref()
}
