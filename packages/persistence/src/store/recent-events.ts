import type { RunEvent } from '@coppice/engine'

/**
 * Keeps the newest committed events of the most recently changed runs in memory. After every commit, each subscriber of a run reads the
 * events that were just stored.
 */
export interface RecentEvents {
  /** Adds the events of one commit, in order. */
  add(runId: string, events: readonly RunEvent[]): void
  /** @returns the events above `sequence`, at most `limit`, or null when the caller must read them from the database */
  after(runId: string, sequence: number, limit: number): RunEvent[] | null
  /** Removes all events. Call it when runs may have been deleted. */
  forgetAll(): void
}

interface Entry {
  event: RunEvent
  /** The length of the event's data as JSON. */
  characters: number
}

/**
 * The limits of memory (R4): events of the 20 runs that changed last, and for each run its newest 200 events with at most 1 million
 * characters in total. A subscriber that needs older events reads them from the database.
 */
const MOST_RUNS = 20
const MOST_EVENTS = 200
const MOST_CHARACTERS = 1_000_000

/**
 * @param newestKnown returns the number of a run's last event in the database, as the last poll found it, or null when the run is not
 *   polled. `newestKnown` itself is null when no other server appends events. If other servers do, a run may have newer events than those
 *   in memory until the next poll. That poll finds them and calls the listeners, so a follower that got an empty page reads again.
 */
export function createRecentEvents(newestKnown: ((runId: string) => number | null) | null): RecentEvents {
  /** The newest events by run. The run that was changed last is the last entry. */
  const windows = new Map<string, Entry[]>()

  function isAtEnd(runId: string, sequence: number): boolean {
    if (newestKnown === null) return true
    const newest = newestKnown(runId)
    return newest !== null && sequence >= newest
  }

  return {
    add(runId, events) {
      const [first] = events
      if (first === undefined) return
      const known = windows.get(runId) ?? []
      // If another server has appended events in between, they are missing here, so only the new events are kept.
      const follows = known.at(-1)?.event.sequence === first.sequence - 1
      windows.delete(runId)
      windows.set(runId, newest([...(follows ? known : []), ...events.map(entryOf)]))
      const [oldest] = windows.keys()
      if (windows.size > MOST_RUNS && oldest !== undefined) windows.delete(oldest)
    },
    after(runId, sequence, limit) {
      const window = windows.get(runId) ?? []
      const [first, last] = [window[0]?.event.sequence, window.at(-1)?.event.sequence]
      if (first === undefined || last === undefined || sequence < first - 1) return null
      if (sequence >= last) return isAtEnd(runId, sequence) ? [] : null
      const from = sequence + 1 - first
      return window.slice(from, from + limit).map(({ event }) => event)
    },
    forgetAll: () => windows.clear(),
  }
}

const entryOf = (event: RunEvent): Entry => ({ event, characters: JSON.stringify(event.data).length })

function newest(entries: readonly Entry[]): Entry[] {
  const some = entries.slice(-MOST_EVENTS)
  let characters = some.reduce((sum, entry) => sum + entry.characters, 0)
  const from = some.findIndex((entry) => {
    if (characters <= MOST_CHARACTERS) return true
    characters -= entry.characters
    return false
  })
  return from < 0 ? [] : some.slice(from)
}
