import { type Journal, openJournal } from './journal.ts'
import { sessionFolder } from './session-folder.ts'

/** Journals that stay open: each holds an index of its file, at most some 20 kB. */
const MAX_OPEN = 256

/** One journal per session and process: two would overwrite each other's batches. */
export interface JournalShelf {
  journal(sessionId: string): Journal
  /** Its file is another by now. */
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
