import { type Clock, type EngineReads, isRunEnded, type RunningAgentView, type Store } from '@coppice/engine'
import { ApiError } from '../schema/errors/api-error.ts'
import { createLatch } from './latch.ts'
import { streamOf } from './stream.ts'
import type { StreamTurn } from './stream-turn.ts'

/** The least time between two messages to one subscriber, in ms. */
export const ACTIVITY_INTERVAL_MS = 500

interface ActivityDeps {
  store: Pick<Store, 'run' | 'onEvents'>
  agents: Pick<EngineReads, 'runningAgents'>
  clock: Clock
}

/** @returns a stream of the running agents: their state now, and again after each change, until the run ends. */
export async function followActivity(
  { store, agents, clock }: ActivityDeps,
  { runId, signal, turn }: { runId: string; signal: AbortSignal; turn: StreamTurn },
): Promise<AsyncIterableIterator<RunningAgentView[], void, undefined>> {
  await turn.enter()
  if (!(await store.run(runId))) throw new ApiError('NOT_FOUND', 'No run has this id.')
  return streamOf(signal, async function* (disconnected) {
    let mayHaveEnded = true
    const stopListening = store.onEvents(runId, () => (mayHaveEnded = true))
    try {
      for (let sent: string | null = null; !disconnected.aborted; await pause(clock, disconnected)) {
        await turn.enter()
        if (disconnected.aborted) return
        const isLast: boolean = mayHaveEnded && (await hasEnded(store, runId))
        mayHaveEnded = false
        const alive = await agents.runningAgents(runId)
        const text = JSON.stringify(alive)
        if (text !== sent) yield alive
        sent = text
        if (isLast) return
        turn.leave()
      }
    } finally {
      turn.leave()
      stopListening()
    }
  })
}

async function hasEnded(store: Pick<Store, 'run'>, runId: string): Promise<boolean> {
  const run = await store.run(runId)
  return run === null || isRunEnded(run.status)
}

async function pause(clock: Clock, disconnected: AbortSignal): Promise<void> {
  const latch = createLatch(disconnected)
  const cancel = clock.after(ACTIVITY_INTERVAL_MS, latch.raise)
  await latch.wait()
  cancel()
}
