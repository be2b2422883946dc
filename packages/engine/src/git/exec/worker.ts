import { type GitRequest, type GitResult, runGit } from './run-git.ts'

/** The process that starts git for the server (ADR 0012). It keeps nothing, and ends with the server. */

export interface WorkerCall {
  id: number
  request: GitRequest
}

export type WorkerAnswer = { id: number; result: GitResult } | { id: number; error: Error }

process.on('disconnect', () => process.exit())

process.on('message', ({ id, request }: WorkerCall) => {
  runGit(request).then(
    (result) => answer({ id, result }),
    (error: unknown) => answer({ id, error: error instanceof Error ? error : new Error(String(error)) }),
  )
})

/** Unheard where the server is gone. */
const answer = (message: WorkerAnswer): void => {
  process.send?.(message, undefined, undefined, () => {})
}
