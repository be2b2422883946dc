import { open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'

export interface FilePrint {
  path: string
  print: string
}

/** What a move changes in the folder of the checkout. Paths are relative to that folder. A folder comes before the paths in it. */
export interface MoveSteps {
  /** The files that the move removes or replaces. The file at position n is kept as `old/n` until the move has ended. */
  take: readonly FilePrint[]
  place: readonly FilePrint[]
  newFolders: readonly string[]
  /** Folders that may be empty after the move. The move deletes those that are. */
  oldFolders: readonly { path: string; mode: number }[]
}

/** A lock file of git, with what distinguishes it from a later file of the same name. */
export interface LockMark {
  file: string
  identity: string
}

/**
 * The record of a move that is in progress. It is written before the first effect of the move, and it is enough to take the move back
 * after `kill -9` (R1).
 */
export interface MoveJournal {
  /** The content of the index lock that this move takes. */
  token: string
  path: string
  gitDir: string
  branchRef: string
  from: string
  to: string
  /** The folder in which the move prepares files. It is on the file system of the checkout. */
  stage: string
  /** The steps of the move. It is null until the move begins to change files. */
  steps: MoveSteps | null
  /** The print (`printOf`) of the new index. It is null while the old index is certainly in place. */
  newIndex: string | null
  refLocks: readonly LockMark[]
  /** The id of the git process that holds the locks of the refs. It is null until the refs are locked. */
  refsPid: number | null
  /** Whether the branch has moved. */
  done: boolean
}

/** One move at a time changes a repository (I3), so there is one journal in its git directory. */
export const moveFolder = (commonDir: string): string => join(commonDir, 'coppice-delivery')

const journalFile = (commonDir: string): string => join(moveFolder(commonDir), 'journal.json')

/** Replaces the journal in one step. */
export async function writeJournal(commonDir: string, journal: MoveJournal): Promise<void> {
  const file = journalFile(commonDir)
  const next = await open(`${file}.new`, 'w')
  try {
    await next.writeFile(JSON.stringify(journal))
    await next.sync()
  } finally {
    await next.close()
  }
  await rename(`${file}.new`, file)
}

/** @returns null when no move is in progress and none was interrupted */
export async function readJournal(commonDir: string): Promise<MoveJournal | null> {
  try {
    return JSON.parse(await readFile(journalFile(commonDir), 'utf8')) as MoveJournal
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

export async function removeJournal(commonDir: string): Promise<void> {
  await rm(journalFile(commonDir), { force: true })
  await rm(moveFolder(commonDir), { recursive: true, force: true })
}
