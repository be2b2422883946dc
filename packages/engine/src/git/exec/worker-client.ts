import { type ChildProcess, fork } from 'node:child_process'
import type { GitRequest, GitResult } from './run-git.ts'
import type { WorkerAnswer, WorkerCall } from './worker.ts'

/**
 * Runs git in the worker process: to start a process takes as long as the starter is large, and blocks it (ADR 0012). The worker is
 * started by the first call, shared by all of this process, started again where it has ended, and does not keep the process alive.
 */
export const callWorker = (request: GitRequest): Promise<GitResult> => {
  current ??= startWorker((ended) => {
    if (current === ended) current = undefined
  })
  return current(request)
}

type Worker = (request: GitRequest) => Promise<GitResult>

let current: Worker | undefined

function startWorker(onEnd: (ended: Worker) => void): Worker {
  // A group of its own: Ctrl-C is for the server, which ends what it must, and never for a git command that moves a branch.
  const child = fork(new URL('./worker.ts', import.meta.url), {
    detached: true,
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const waiting = new Map<number, PromiseWithResolvers<GitResult>>()
  let lastId = 0

  const end = (error: Error) => {
    onEnd(worker)
    for (const call of waiting.values()) call.reject(error)
    waiting.clear()
  }
  child.on('message', (answer: WorkerAnswer) => {
    const call = waiting.get(answer.id)
    waiting.delete(answer.id)
    if ('error' in answer) call?.reject(answer.error)
    else call?.resolve(answer.result)
    if (waiting.size === 0) letGo(child)
  })
  child.on('error', end)
  child.on('exit', (code, signal) => end(new Error(`The process that runs git ended (${signal ?? code})`)))

  const worker: Worker = (request) => {
    const call = Promise.withResolvers<GitResult>()
    const id = ++lastId
    waiting.set(id, call)
    hold(child)
    child.send({ id, request } satisfies WorkerCall, (error) => {
      if (error && waiting.delete(id)) call.reject(error)
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
