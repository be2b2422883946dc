import type { RunEvent } from '../domain/events.ts'
import type { RunRecord, SessionRecord } from '../domain/records.ts'
import { NothingToDo } from '../domain/refusals.ts'
import { PARALLEL, SEQUENTIAL } from '../domain/run-options.ts'
import { type ExecutionResult, executionResult, NOTHING_DONE } from '../reads/execution-result.ts'
import { cancelRun } from './cancel-run.ts'
import type { CommandDeps } from './command-deps.ts'
import { startRun } from './start-run.ts'

const PAGE = 200

export interface SessionOptions {
  /** When false (the default), one task runs at a time. */
  parallel?: boolean
  /** From 1 to 64. The default is 3. */
  maxConcurrency?: number
  onProgress?: (event: RunEvent) => void
}

export interface CodingSessions {
  /** The started run. It is null when there was nothing to do. */
  run: RunRecord | null
  /** Resolves with the first session, or with null when the run ended before its first session. */
  firstSession: Promise<SessionRecord | null>
  outcome: Promise<ExecutionResult>
  /** @returns the number of sessions that were running */
  cancel(): Promise<number>
}

/**
 * Starts a run, and returns promises of its first session and its outcome. The function returns once the run is stored. By default one task
 * runs at a time. When there is nothing to do, `run` is null and all numbers of the outcome are 0.
 */
export async function startCodingSessions(
  deps: CommandDeps,
  projectId: string,
  options: SessionOptions = {},
): Promise<CodingSessions> {
  const { parallel = false, maxConcurrency = PARALLEL.maxConcurrency, onProgress = () => {} } = options
  try {
    const options = parallel ? { ...PARALLEL, maxConcurrency } : SEQUENTIAL
    const run = await deps.turns.take(projectId, () => startRun(deps, { projectId, ...options }))
    return following(deps, run, onProgress)
  } catch (error) {
    if (error instanceof NothingToDo) return nothingToDo()
    throw error
  }
}

function following(deps: CommandDeps, run: RunRecord, onProgress: (event: RunEvent) => void): CodingSessions {
  const first = Promise.withResolvers<SessionRecord | null>()
  let hasBegun = false
  const outcome = follow(deps, run.id, async (event) => {
    if (event.type === 'SessionStarted' && !hasBegun) {
      hasBegun = true
      first.resolve(await deps.store.session(event.data.sessionId))
    }
    onProgress(event)
  }).then(async () => {
    first.resolve(null)
    return executionResult(deps.store, run.id)
  })
  outcome.catch((error) => first.reject(error))
  first.promise.catch(() => {})
  return {
    run,
    firstSession: first.promise,
    outcome,
    cancel: async () => (await cancelRun(deps, run.id)).cancelledAgents,
  }
}

/** Calls `each` once for every event of the run, in order, until the run has ended (R2). It reads by cursor when `onEvents` calls back. */
async function follow(deps: CommandDeps, runId: string, each: (event: RunEvent) => Promise<void>): Promise<void> {
  let after = 0
  let wake = () => {}
  const stop = deps.store.onEvents(runId, () => wake())
  try {
    for (;;) {
      const hint = new Promise<void>((resolve) => (wake = resolve))
      const events = await deps.store.events(runId, after, PAGE)
      for (const event of events) await each(event)
      after = events.at(-1)?.sequence ?? after
      if (events.some((event) => event.type === 'RunFinished')) return
      if (events.length === 0) await hint
    }
  } finally {
    stop()
  }
}

function nothingToDo(): CodingSessions {
  const outcome: ExecutionResult = NOTHING_DONE
  return { run: null, firstSession: Promise.resolve(null), outcome: Promise.resolve(outcome), cancel: async () => 0 }
}
