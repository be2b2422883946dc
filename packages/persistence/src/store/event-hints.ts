import type { Clock } from '@coppice/engine'
import type { PrismaClient } from '@coppice/prisma'

/** Tells listeners that a run has new events. A hint: it may come late, twice or joined; who listens reads by cursor (R2). */
export interface EventHints {
  on(runId: string, call: () => void): () => void
  /** Of this process, after its commit. */
  committed(runIds: Iterable<string>): void
  close(): void
}

const POLL_MS = 1_000

/**
 * `shared`: other servers write to the same database; their events are looked for once a second, for the runs that someone
 * listens to. (Not LISTEN/NOTIFY: that takes a connection of its own per server, fails silently with it, and is refused by
 * poolers in transaction mode.)
 */
export function createEventHints(shared: { prisma: PrismaClient; clock: Clock } | null): EventHints {
  const listeners = new Map<string, Set<() => void>>()
  const seen = new Map<string, number>()
  let cancelPoll: (() => void) | null = null
  let closed = false

  function tell(runId: string): void {
    // A listener that throws is a defect of its own, not of the commit that it hears of.
    for (const call of listeners.get(runId) ?? []) queueMicrotask(call)
  }

  async function poll({ prisma }: { prisma: PrismaClient }): Promise<void> {
    const rows = await prisma.run.findMany({
      where: { id: { in: [...listeners.keys()] } },
      select: { id: true, lastSequence: true },
    })
    for (const { id, lastSequence } of rows) {
      if (seen.get(id) === lastSequence) continue
      seen.set(id, lastSequence)
      tell(id)
    }
  }

  function schedule(): void {
    if (shared === null || closed || cancelPoll !== null || listeners.size === 0) return
    cancelPoll = shared.clock.after(POLL_MS, async () => {
      await poll(shared).catch(() => {}) // The database is away: the next look finds what this one would have.
      cancelPoll = null
      schedule()
    })
  }

  return {
    on(runId, call) {
      const calls = listeners.get(runId) ?? new Set()
      listeners.set(runId, calls.add(call))
      schedule()
      return () => {
        calls.delete(call)
        if (calls.size > 0 || listeners.get(runId) !== calls) return
        listeners.delete(runId)
        seen.delete(runId)
      }
    },
    committed(runIds) {
      for (const runId of runIds) tell(runId)
    },
    close() {
      closed = true
      cancelPoll?.()
    },
  }
}
