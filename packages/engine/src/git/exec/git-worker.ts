import { callWorker } from '../../workers/call-worker.ts'
import type { GitOutcome, GitRequest } from './run-git.ts'

/** Runs git in a worker process. All calls of this server use the same worker. */
export const runInWorker = callWorker<GitRequest, GitOutcome>(new URL('./worker.ts', import.meta.url), {
  name: 'The process that runs git',
})
