import type { RunEvent } from '@coppice/engine'

/**
 * Keeps the newest events of the most recently changed runs in memory, because every live follower reads what was just stored, after
 * every commit. It contains only committed events.
 */
export interface RecentEvents {
  /** Adds the events of one commit, in order. */
  add(runId: string, events: readonly RunEvent[]): void
  /** @returns null when the caller must read the record */
  after(runId: string, sequence: number, limit: number): RunEvent[] | null
  /** Forgets everything, because runs may have been deleted. */
  forgetAll(): void
}

interface Entry {
  event: RunEvent
  /** The length of its data as JSON. */
  characters: number
}

/** R4: at most twenty million characters. A follower lags by a page or two. One that lags more reads the record. */
const MOST_RUNS = 20
const MOST_EVENTS = 200
const MOST_CHARACTERS = 1_000_000

/** `shared` means that other servers append too, so the newest event here may not be the newest of all. */
export function createRecentEvents(shared: boolean): RecentEvents {
  /** The run that was appended to last comes last. */
  const windows = new Map<string, Entry[]>()

  return {
    add(runId, events) {
      const [first] = events
      if (first === undefined) return
      const known = windows.get(runId) ?? []
      // Another server appended events in between, which are not here. The window begins anew.
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
      if (sequence >= last) return shared ? null : []
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
