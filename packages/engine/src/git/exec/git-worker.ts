import { callWorker } from '../../workers/call-worker.ts'
import type { GitRequest, GitResult } from './run-git.ts'

/** Runs git in the worker process, which all of this process shares. */
export const runInWorker = callWorker<GitRequest, GitResult>(new URL('./worker.ts', import.meta.url), {
  name: 'The process that runs git',
})
