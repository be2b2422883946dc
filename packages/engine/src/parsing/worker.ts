import { parentPort } from 'node:worker_threads'
import { parsePlan } from '../plan/parse-plan.ts'
import { planPieces } from './plan-pieces.ts'
import type { PlanThreadAnswer, PlanThreadRequest } from './plan-thread.ts'

// This file runs in the thread that `startPlanThread` starts.

/** The pieces of the present plan that are not sent yet. */
let pieces: Iterator<string> = [][Symbol.iterator]()

parentPort?.on('message', (message: PlanThreadRequest | 'next') => {
  if (message !== 'next')
    pieces = planPieces(parsePlan(message.source, { knownTaskKeys: new Set(message.knownTaskKeys) }))
  const { value, done } = pieces.next()
  parentPort?.postMessage((done ? null : value) satisfies PlanThreadAnswer)
})
