import { type Journal, openJournal } from './journal.ts'
import { sessionFolder } from './session-folder.ts'

/** The number of journals whose index stays in memory. The index of a full journal takes about 70 kB. */
const MAX_OPEN = 256

/** The open journals of all sessions. Each session has only one, because two objects would overwrite each other's batches. */
export interface JournalShelf {
  journal(sessionId: string): Journal
  /** Removes a journal from memory, because its file was replaced. The next call of `journal` reads the file again. */
  forget(sessionId: string): void
}

export function createJournalShelf(root: string, maxJournalBytes: number): JournalShelf {
  const open = new Map<string, Journal>()

  function closeOldest(): void {
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
      closeOldest()
      return journal
    },
    forget(sessionId) {
      open.delete(sessionId.toLowerCase())
    },
  }
}
