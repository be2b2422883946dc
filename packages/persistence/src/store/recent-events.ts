import type { RunEvent } from '@coppice/engine'

/**
 * The newest events of the runs that were appended to last, in memory: whoever follows one live asks for what has just been stored,
 * and asks again after every commit. Holds nothing that is not committed.
 */
export interface RecentEvents {
  /** Adds the events of one commit, in order. */
  add(runId: string, events: readonly RunEvent[]): void
  /** Null: the record must be asked. */
  after(runId: string, sequence: number, limit: number): RunEvent[] | null
  /** Runs may be gone. */
  forgetAll(): void
}

interface Entry {
  event: RunEvent
  /** The length of its data as JSON. */
  characters: number
}

/** R4: twenty million characters at most. A follower lags behind by a page or two; who lags more asks the record. */
const MOST_RUNS = 20
const MOST_EVENTS = 200
const MOST_CHARACTERS = 1_000_000

/** `shared`: other servers append too, so that the newest event of this one need not be the newest. */
export function createRecentEvents(shared: boolean): RecentEvents {
  /** The run that was appended to last comes last. */
  const windows = new Map<string, Entry[]>()

  return {
    add(runId, events) {
      const [first] = events
      if (first === undefined) return
      const known = windows.get(runId) ?? []
      // What another server appended in between is not here: the window begins anew.
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
