import { callWorker } from '../../workers/call-worker.ts'
import type { GitRequest, GitResult } from './run-git.ts'

/** Runs git in the worker process. This process has one worker for all calls. */
export const runInWorker = callWorker<GitRequest, GitResult>(new URL('./worker.ts', import.meta.url), {
  name: 'The process that runs git',
})
