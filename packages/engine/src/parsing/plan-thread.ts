import { once } from 'node:events'
import { Worker } from 'node:worker_threads'

export interface PlanThreadRequest {
  source: string
  knownTaskKeys: readonly string[]
}
/** A piece of the plan as JSON, or null after the last piece. */
export type PlanThreadAnswer = string | null

export interface PlanThread {
  /**
   * Yields the texts of `planPieces`. Each text is fetched separately, so that other work can run in between. Call it for one plan at a
   * time.
   */
  pieces(request: PlanThreadRequest): AsyncGenerator<string>
  end(): Promise<void>
}

/** The limit of the thread's heap. A plan of 2 MiB needs half of it. */
const MOST_MEMORY_MB = 2_048

export function startPlanThread(onEnd: () => void): PlanThread {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY_MB },
  })
  worker.unref()
  // If the thread fails while a caller waits, `once` in `ask` rejects. If it fails while it is idle, only this listener prevents an uncaught
  // `error` event, which would end the server.
  worker.on('error', onEnd)
  worker.on('exit', onEnd)

  async function ask(message: PlanThreadRequest | 'next'): Promise<PlanThreadAnswer> {
    const over = new AbortController()
    const ended = once(worker, 'exit', { signal: over.signal }).then(() => {
      throw new Error('the thread that parses plans ended before the plan was parsed; try again')
    })
    ended.catch(() => {})
    try {
      const answer = once(worker, 'message', { signal: over.signal })
      worker.postMessage(message)
      return (await Promise.race([answer, ended]))[0] as PlanThreadAnswer
    } finally {
      over.abort()
    }
  }

  return {
    async *pieces(request) {
      worker.ref()
      try {
        let piece = await ask(request)
        while (piece !== null) {
          yield piece
          piece = await ask('next')
        }
      } finally {
        worker.unref()
      }
    },
    async end() {
      await worker.terminate()
    },
  }
}
