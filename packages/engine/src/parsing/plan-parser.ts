import pLimit from 'p-limit'
import type { ParsedPlan, ParsePlanOptions } from '../plan/parse-plan.ts'
import { LARGEST_PLAN_BYTES, parsePlan } from '../plan/parse-plan.ts'
import { joinedPlan } from './plan-pieces.ts'
import { startPlanThread } from './plan-thread.ts'

export type ParsePlan = (source: string, options?: ParsePlanOptions) => Promise<ParsedPlan>

/**
 * Returns a function that runs `parsePlan` in a thread of its own, one plan at a time. Parsing a plan of 2 MiB takes seconds. In the
 * server's own thread, no request would get a response during that time. The first plan starts the thread. The thread does not keep the
 * process alive.
 */
export function createPlanParser(): ParsePlan {
  const oneAtATime = pLimit(1)
  let thread: ReturnType<typeof startPlanThread> | null = null
  const ended = () => {
    thread = null
  }
  return (source, { knownTaskKeys = new Set<string>() } = {}) => {
    // `parsePlan` refuses a plan of this size at once, so the thread would only take time to receive it.
    if (source.length > LARGEST_PLAN_BYTES) return Promise.resolve(parsePlan(source))
    return oneAtATime(async () => {
      thread ??= startPlanThread(ended)
      const current = thread
      const parsed = await joinedPlan(current.pieces({ source, knownTaskKeys: [...knownTaskKeys] })).catch(tooLarge)
      if (source.length > ENDS_THREAD_CHARACTERS) await current.end()
      return parsed
    })
  }
}

/** After a plan with more characters the thread is ended, because it would keep about 100 times the memory of the plan. */
const ENDS_THREAD_CHARACTERS = 256 * 1024

function tooLarge(error: unknown): ParsedPlan {
  if (!(error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY')) throw error
  const message = 'the plan needs more memory to read than Coppice allows. Divide the plan into several plans'
  return { ok: false, problems: [{ message, path: '', line: null, column: null }] }
}
