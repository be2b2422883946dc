import type { RunEvent } from '@coppice/engine'

/**
 * The newest events of the runs that go on, in memory: whoever follows one live asks for what has just been stored, and asks again
 * after every commit. Holds nothing that is not committed.
 */
export interface RecentEvents {
  /** Of one commit, in order. */
  add(runId: string, events: readonly RunEvent[]): void
  /** Null: the record must be asked. */
  after(runId: string, sequence: number, limit: number): RunEvent[] | null
}

interface Window {
  events: RunEvent[]
  /** Of their data as JSON. */
  characters: number
}

const MOST_RUNS = 20
const MOST_EVENTS = 200
const MOST_CHARACTERS = 1_000_000

/** `shared`: other servers append too, so that the newest event of this one need not be the newest. */
export function createRecentEvents(shared: boolean): RecentEvents {
  const windows = new Map<string, Window>()

  /** What another server appended in between is not here: the window begins anew. */
  function windowFor(runId: string, next: number): Window {
    const known = windows.get(runId)
    windows.delete(runId)
    const window = known?.events.at(-1)?.sequence === next - 1 ? known : { events: [], characters: 0 }
    windows.set(runId, window)
    return window
  }

  return {
    add(runId, events) {
      const [first] = events
      if (first === undefined) return
      const window = windowFor(runId, first.sequence)
      for (const event of events) put(window, event)
      const [oldest] = windows.keys()
      if (windows.size > MOST_RUNS && oldest !== undefined) windows.delete(oldest)
    },
    after(runId, sequence, limit) {
      const events = windows.get(runId)?.events ?? []
      const [first, last] = [events[0], events.at(-1)]
      if (first === undefined || last === undefined || sequence < first.sequence - 1) return null
      if (sequence >= last.sequence) return shared ? null : []
      const from = sequence + 1 - first.sequence
      return events.slice(from, from + limit)
    },
  }
}

function put(window: Window, event: RunEvent): void {
  window.events.push(event)
  window.characters += sizeOf(event)
  while (window.events.length > MOST_EVENTS || window.characters > MOST_CHARACTERS) {
    const gone = window.events.shift()
    if (gone === undefined) return
    window.characters -= sizeOf(gone)
  }
}

const sizeOf = ({ data }: RunEvent): number => JSON.stringify(data).length
