import type { Clock, Store } from '@coppice/engine'
import type { PrismaClient } from '@coppice/prisma'
import { createListeners } from './listeners.ts'
import type { Written } from './written.ts'

/**
 * Calls listeners after changes of the database. A call may be late, repeated or joined with others, so a listener reads by cursor (R2).
 */
export interface Hints extends Pick<Store, 'onEvents' | 'onCommands' | 'onWork'> {
  /** Is called after a commit of this process. `runs` contains the runs with new events. */
  committed(written: Pick<Written, 'commandedRuns' | 'hasWork'> & { runs: Iterable<string> }): void
  /** @returns the number of a run's last event, as the last poll found it, or null when the last poll did not include the run */
  lastSequence(runId: string): number | null
  close(): void
}

const POLL_MS = 1_000
const WORK = 'work'

/**
 * LISTEN/NOTIFY was rejected: it needs a connection of its own for each server, is lost without an error when that connection breaks, and
 * does not work with poolers in transaction mode.
 *
 * @param shared when not null, other processes write to the same database, and it is polled once a second while there are listeners
 */
export function createHints(shared: { prisma: PrismaClient; clock: Clock } | null): Hints {
  const events = createListeners()
  const commands = createListeners()
  const work = createListeners()
  let seen: ReadonlyMap<string, SeenRun> = new Map()
  let cancelPoll: (() => void) | null = null
  let closed = false

  const hasListeners = () => [events, commands, work].some(({ names }) => isListenedTo(names))

  async function poll({ prisma }: { prisma: PrismaClient }): Promise<void> {
    const runs = await seenRuns(prisma, new Set([...events.names, ...commands.names]), isListenedTo(work.names))
    const seenBefore = seen
    seen = runs
    for (const [id, now] of runs) {
      const before = seenBefore.get(id)
      if (now.lastSequence !== before?.lastSequence) events.tell(id)
      if (now.lastCommand !== before?.lastCommand) commands.tell(id)
      if (now.work !== null && now.work !== before?.work) work.tell(WORK)
    }
  }

  function schedule(): void {
    if (shared === null || closed || cancelPoll !== null || !hasListeners()) return
    cancelPoll = shared.clock.after(POLL_MS, async () => {
      await poll(shared).catch(() => {}) // If the database cannot be reached, the next poll finds the changes.
      cancelPoll = null
      schedule()
    })
  }

  const polled = (stop: () => void): (() => void) => {
    schedule()
    return stop
  }

  return {
    onEvents: (runId, call) => polled(events.on(runId, call)),
    onCommands: (runId, call) => polled(commands.on(runId, call)),
    onWork: (call) => polled(work.on(WORK, call)),
    committed({ runs, commandedRuns, hasWork }) {
      for (const runId of runs) events.tell(runId)
      for (const runId of commandedRuns) commands.tell(runId)
      if (hasWork) work.tell(WORK)
    },
    lastSequence: (runId) => seen.get(runId)?.lastSequence ?? null,
    close() {
      closed = true
      cancelPoll?.()
    },
  }
}

interface SeenRun {
  lastSequence: number
  lastCommand: number
  /** Identifies the work for an owner: the run itself, or its requested delivery. It is null when there is none. */
  work: string | null
}

const isListenedTo = (names: Iterable<string>): boolean => [...names].length > 0

async function seenRuns(prisma: PrismaClient, ids: ReadonlySet<string>, withWork: boolean) {
  const toTakeUp = [{ activeProjectId: { not: null } }, { deliveryRequestedAt: { not: null } }]
  const rows = await prisma.run.findMany({
    where: { OR: [{ id: { in: [...ids] } }, ...(withWork ? toTakeUp : [])] },
    select: { id: true, lastSequence: true, lastCommand: true, activeProjectId: true, deliveryRequestedAt: true },
  })
  return new Map(
    rows.map(({ id, lastSequence, lastCommand, activeProjectId, deliveryRequestedAt: asked }) => {
      const work = asked ? `delivery ${asked.getTime()}` : activeProjectId && 'run'
      return [id, { lastSequence, lastCommand, work }] as const
    }),
  )
}
