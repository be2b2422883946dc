import { createReadStream, existsSync } from 'node:fs'
import { readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Claimed, FollowUpProposed, IssueLogged, SessionFact } from '../../domain/session-facts.ts'
import type { NewFact } from './new-fact.ts'
import { FILE_MODE, type SessionFolder } from './session-folder.ts'

/** The limit of one text in the journal, in characters. A piece of a long line (64 KiB) and the note about the cut are shorter. */
const MAX_TEXT = 65 * 1024
const SHORTENED_TEXT = 64 * 1024
const PIECE_BYTES = 128 * 1024
const OVERFLOW_NAME = /^overflow-\d+\.txt$/

/** A fact whose text may be long. The texts of the task tools have limits of their own. */
type FactWithText = Exclude<Extract<SessionFact, { text?: string }>, Claimed | IssueLogged | FollowUpProposed>

interface LongFact {
  fact: FactWithText
  writeWhole: NonNullable<NewFact['writeWhole']>
}

/** @returns the fact with a function that writes its whole text, or null when its text is short enough for the journal */
export function longFact({ fact, writeWhole }: NewFact): LongFact | null {
  if (!hasText(fact)) return null
  if (writeWhole !== undefined) return { fact, writeWhole }
  return fact.text.length > MAX_TEXT ? { fact, writeWhole: writerOf(fact.text) } : null
}

const OF_TASK_TOOLS: ReadonlySet<SessionFact['type']> = new Set(['Claimed', 'IssueLogged', 'FollowUpProposed'])
const hasText = (fact: SessionFact): fact is FactWithText => 'text' in fact && !OF_TASK_TOOLS.has(fact.type)

/**
 * Shortens a text that is too long for the journal, and writes the whole text to an overflow file beside the journal (R4). The name of the
 * file contains the number of the fact. If a crash left such a file, it is overwritten.
 *
 * @param roomBytes the maximum size of the file
 * @returns the fact with the shortened text, and the size of the file
 */
export async function shortened(
  folder: SessionFolder,
  { fact, writeWhole }: LongFact,
  sequence: number,
  roomBytes: number,
): Promise<{ fact: SessionFact; overflowBytes: number }> {
  const overflow = `overflow-${sequence}.txt`
  const overflowBytes = await writeWhole(join(folder.path, overflow), Math.max(0, roomBytes))
  const text = `${fact.text.slice(0, SHORTENED_TEXT).toWellFormed()} [shortened: ${overflowBytes} bytes are in ${overflow}]`
  return { fact: { ...fact, text, overflow }, overflowBytes }
}

const writerOf =
  (text: string): NonNullable<NewFact['writeWhole']> =>
  async (path, maxBytes) => {
    const bytes = Buffer.from(text).subarray(0, maxBytes)
    await writeFile(path, bytes, { mode: FILE_MODE })
    return bytes.length
  }

/** Reads the whole text of a fact in pieces. It yields nothing when the file does not exist. */
export async function* readOverflow({ path }: SessionFolder, name: string): AsyncGenerator<string, void, undefined> {
  const file = join(path, name)
  if (!OVERFLOW_NAME.test(name) || !existsSync(file)) return
  for await (const piece of createReadStream(file, { encoding: 'utf8', highWaterMark: PIECE_BYTES })) yield piece
}

export async function removeOverflow(folder: SessionFolder): Promise<void> {
  const names = await readdir(folder.path)
  for (const name of names.filter((one) => OVERFLOW_NAME.test(one))) await rm(join(folder.path, name))
}
