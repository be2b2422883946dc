import pLimit from 'p-limit'
import type { ParsedPlan, ParsePlanOptions } from '../plan/parse-plan.ts'
import { LARGEST_PLAN_BYTES, parsePlan } from '../plan/parse-plan.ts'
import { joinedPlan } from './plan-pieces.ts'
import { startPlanThread } from './plan-thread.ts'

export type ParsePlan = (source: string, options?: ParsePlanOptions) => Promise<ParsedPlan>

/**
 * Runs `parsePlan` in a thread of its own: 2 MiB of YAML take seconds, and this thread would serve nobody meanwhile. It parses one
 * plan at a time. The first plan starts the thread, which does not keep the process alive.
 */
export function createPlanParser(): ParsePlan {
  const oneAtATime = pLimit(1)
  let thread: ReturnType<typeof startPlanThread> | null = null
  const ended = () => {
    thread = null
  }
  return (source, { knownTaskKeys = new Set<string>() } = {}) => {
    // Refusing it here takes no time; copying it to the thread would.
    if (source.length > LARGEST_PLAN_BYTES) return Promise.resolve(parsePlan(source))
    return oneAtATime(async () => {
      thread ??= startPlanThread(ended)
      const current = thread
      const parsed = await joinedPlan(current.pieces({ source, knownTaskKeys: [...knownTaskKeys] })).catch(tooLarge)
      if (source.length > GIVEN_BACK_FROM) await current.end()
      return parsed
    })
  }
}

/** The thread ends after a larger plan, because it keeps a hundred times as much memory as the plan has. */
const GIVEN_BACK_FROM = 256 * 1024

function tooLarge(error: unknown): ParsedPlan {
  if (!(error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY')) throw error
  const message = 'reading the plan takes more memory than Coppice gives to it; divide it into several plans'
  return { ok: false, problems: [{ message, path: '', line: null, column: null }] }
}
