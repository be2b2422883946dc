import { type Clock, type EngineReads, isRunEnded, type RunningAgentView, type Store } from '@coppice/engine'
import { ApiError } from '../schema/errors/api-error.ts'
import { createBell } from './bell.ts'
import { streamOf } from './stream.ts'
import type { StreamTurn } from './stream-turn.ts'

/** At most twice a second, however much the agents print. */
export const ACTIVITY_INTERVAL_MS = 500

interface ActivityDeps {
  store: Pick<Store, 'run' | 'onEvents'>
  agents: Pick<EngineReads, 'runningAgents'>
  clock: Clock
}

/** Yields the running agents at once, and again after each change. The stream ends when the run ends. */
export async function followActivity(
  { store, agents, clock }: ActivityDeps,
  { runId, signal, turn }: { runId: string; signal: AbortSignal; turn: StreamTurn },
): Promise<AsyncIterableIterator<RunningAgentView[], void, undefined>> {
  await turn.enter()
  if (!(await store.run(runId))) throw new ApiError('NOT_FOUND', 'This run does not exist.')
  return streamOf(signal, async function* (gone) {
    let mayHaveEnded = true
    const stopListening = store.onEvents(runId, () => (mayHaveEnded = true))
    try {
      for (let sent: string | null = null; !gone.aborted; await pause(clock, gone)) {
        await turn.enter()
        if (gone.aborted) return
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

async function pause(clock: Clock, gone: AbortSignal): Promise<void> {
  const bell = createBell(gone)
  const cancel = clock.after(ACTIVITY_INTERVAL_MS, bell.ring)
  await bell.heard()
  cancel()
}
