import { type Journal, openJournal } from './journal.ts'
import { sessionFolder } from './session-folder.ts'

/** So many journals stay open. The index of a full journal takes about 70 kB. */
const MAX_OPEN = 256

/** Has one journal for each session: two would overwrite each other's batches. */
export interface JournalShelf {
  journal(sessionId: string): Journal
  /** Call this when the file was replaced. */
  forget(sessionId: string): void
}

export function createJournalShelf(root: string, maxJournalBytes: number): JournalShelf {
  const open = new Map<string, Journal>()

  function putAwayTheOldest(): void {
    for (const [id, journal] of open) {
      if (open.size <= MAX_OPEN) return
      if (journal.isIdle()) open.delete(id)
    }
  }

  return {
    journal(sessionId) {
      const id = sessionId.toLowerCase()
      const journal = open.get(id) ?? openJournal(sessionFolder(root, id), maxJournalBytes)
      open.delete(id)
      open.set(id, journal)
      putAwayTheOldest()
      return journal
    },
    forget(sessionId) {
      open.delete(sessionId.toLowerCase())
    },
  }
}
